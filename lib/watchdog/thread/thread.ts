import { parentPort, workerData } from 'node:worker_threads';
import { samplingFault } from '../../recorder/sampling/sampling-obstacles.js';
import type { BlockedLoop, CallStack } from '../blocked-loop.interface.js';
import type { ThreadData, ThreadOptions } from '../thread-data.interface.js';
import type { ThreadMessage } from '../unsent-alert.interface.js';
import { loadThreadAlerts } from './load-thread-alerts.js';
import { LoopWatch } from './loop-watch.js';
import { MainThread } from './main-thread.js';
import type { ThreadAlerts } from './thread-alerts.js';

// The whole program of the watch thread. An idle thread holds no more than the heartbeat: the rest is evaluated when a loop is held.
const data = workerData as ThreadData;
let { options } = data;
let alerts: ThreadAlerts | undefined;

// Claims contain the application's name, which is that of its main file.
if (data.mainFile !== undefined) process.argv[1] = data.mainFile;

parentPort?.on('message', (changed: ThreadOptions) => {
  options = changed;
  alerts?.follow(changed);
});

try {
  new MainThread().disconnect();
  new LoopWatch(data, raise).start();
} catch (error) {
  post({ type: 'refused', reason: samplingFault(error, []) });
}

async function raise(loop: BlockedLoop, stacks: readonly CallStack[]): Promise<void> {
  const part = await loadThreadAlerts();
  alerts ??= new part.ThreadAlerts({ ...data, options }, post);
  await alerts.raise(loop, stacks);
}

function post(message: ThreadMessage): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(message);
}
