import { setTimeout as delay } from 'node:timers/promises';
import { Container } from './container.js';
import { Receiver } from './receiver.js';

const MAX_WAIT_MS = 30_000;

const chat = new Receiver();
const env = {
  WPM_ENABLE_WEBHOOK: 'true',
  WPM_WEBHOOK_URL: await chat.listen(),
  WPM_WEBHOOK_SECRET: 'of-the-deployment',
};

// A rolling update: the alert of the last request still reaches the chat.
const first = await Container.start(env);
console.log(`ready: ${await first.get('/ready')}`);
await first.get('/revenue');
const slow = (await first.get('/metrics')).match(/^nestjs_performance_slow_executions_total.*$/m)?.[0];
console.log(`metrics: ${slow}`);
console.log(`SIGTERM: ${await first.end('SIGTERM')}`);

// A loop that does not come back: the report is sent before the platform kills the process.
const second = await Container.start(env);
second.get('/export').catch(() => undefined);
const deadline = performance.now() + MAX_WAIT_MS;
while (!chat.received.some(({ report }) => report.execution.stuck === true) && performance.now() < deadline)
  await delay(50);
console.log(`SIGKILL: ${await second.end('SIGKILL')}`);

for (const { report } of chat.received) console.log(`chat: ${report.execution.name}: ${report.verdict.headline}`);
chat.close();
