import { Fleet } from './fleet.js';
import { startRedis } from './redis.js';

const PROCESSES = 4;

const redis = await startRedis();
const fleet = new Fleet(Number(process.env.PORT ?? 3000), redis.url);
await fleet.start(PROCESSES);
console.log(`${PROCESSES} processes listen on ${fleet.url}: try ${fleet.url}/checkout/7`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await fleet.stop();
    await redis.stop();
    process.exit(0);
  });
}
