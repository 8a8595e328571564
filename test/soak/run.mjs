// Sends slow requests to 300 endpoints, as many a second as the machine can answer, for ten minutes or `--seconds`.
// Prints the results. Fails if an endpoint has more or less than one alert, memory grows, or the loop was blocked.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ENDPOINTS = 300;
const CLIENTS = 64;
const EVERY_S = 15;
const MIN_PER_SECOND = 1_000;
const MAX_HEAP_GROWTH_MB = 20;
const MAX_HELD_MS = 5;
/** Memory grows while the endpoints have their first alerts, and while code is compiled. */
const WARM_UP_S = 15;

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '600' } } });
const seconds = Math.max(2 * WARM_UP_S, Number(values.seconds));
const directory = mkdtempSync(join(tmpdir(), 'monitor-soak-'));
const app = fork(fileURLToPath(new URL('./app.mjs', import.meta.url)), {
  env: { ...process.env, ENDPOINTS: String(ENDPOINTS), DIRECTORY: directory, MAX_HELD_MS: String(MAX_HELD_MS) },
  execArgv: ['--expose-gc'],
});
const [{ url }] = await once(app, 'message');
const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });

const storm = { running: true };
let next = 0;
function request() {
  return new Promise((resolve, reject) => {
    next = (next + 1) % ENDPOINTS;
    get(`${url}/storm${next}`, { agent }, response => response.resume().once('end', resolve)).once('error', reject);
  });
}
async function client() {
  while (storm.running) await request();
}
async function measure() {
  app.send('measure');
  const [measured] = await once(app, 'message');
  return measured;
}

function shown({ what, ownMs, gcMs, cpuMs, wallMs }) {
  const parts = `a processor worked ${cpuMs.toFixed(1)} ms, garbage collection took ${gcMs.toFixed(1)}`;
  return `${ownMs.toFixed(1)} ms (${what}: ${wallMs.toFixed(1)} ms by the clock, ${parts})`;
}

const clients = Array.from({ length: CLIENTS }, client);
await delay(WARM_UP_S * 1000);
const first = await measure();
let last = first;
let { longest, longestByClock, over, overByClock } = first;
let slowest = Infinity;
for (let elapsed = WARM_UP_S; elapsed < seconds; elapsed += EVERY_S) {
  const begin = performance.now();
  const { slow } = last;
  await delay(EVERY_S * 1000);
  last = await measure();
  const perSecond = ((last.slow - slow) / (performance.now() - begin)) * 1000;
  slowest = Math.min(slowest, perSecond);
  if (last.longest.ownMs > longest.ownMs) ({ longest } = last);
  if (last.longestByClock.wallMs > longestByClock.wallMs) ({ longestByClock } = last);
  over += last.over;
  overByClock += last.overByClock;
  console.log(
    `${String(elapsed + EVERY_S).padStart(4)} s  ${perSecond.toFixed(0)} slow/s  heap ${last.heapMb.toFixed(1)} MB  ` +
      `rss ${last.rssMb.toFixed(0)} MB  alerts ${last.alerts.sent}  longest step ${last.longest.ownMs.toFixed(1)} ms`,
  );
}
storm.running = false;
await Promise.all(clients);
agent.destroy();
const reports = readdirSync(directory).filter(name => name.endsWith('.html')).length;
app.disconnect();
await once(app, 'exit');
rmSync(directory, { recursive: true, force: true });

// If the machine stands still outside all requests, the waiting requests were blocked by no watched code. That makes one
// alert, too, which belongs to no endpoint.
const { alerted, others, twice } = last;
const growthMb = last.heapMb - first.heapMb;
const faults = [
  slowest < MIN_PER_SECOND && `${slowest.toFixed(0)} slow executions a second at the least, not ${MIN_PER_SECOND}`,
  alerted !== ENDPOINTS && `${alerted} of ${ENDPOINTS} endpoints were alerted`,
  twice > 0 && `${twice} were alerted more than once`,
  reports !== alerted + others.length && `${reports} reports of ${alerted + others.length} alerts`,
  growthMb > MAX_HEAP_GROWTH_MB && `the heap grew by ${growthMb.toFixed(1)} MB`,
  over > 0 && `${over} of ${last.steps} steps of the monitor took more than ${MAX_HELD_MS} ms`,
].filter(Boolean);
console.log(
  `${last.slow} slow executions, ${alerted} of ${ENDPOINTS} endpoints alerted, ${others.length} other alerts (${others.join(', ') || 'none'}), ` +
    `${JSON.stringify(last.alerts.reasons)}; ` +
    `heap ${first.heapMb.toFixed(1)} MB after ${WARM_UP_S} s, ${last.heapMb.toFixed(1)} MB after ${seconds} s; ` +
    `of ${last.steps} steps of the monitor, ${over} took more than ${MAX_HELD_MS} ms, the longest ${shown(longest)}; ` +
    `in wall time ${overByClock} did, the longest ${shown(longestByClock)}`,
);
for (const fault of faults) console.error(`FAILED: ${fault}`);
process.exitCode = faults.length > 0 ? 1 : 0;
