import { fork } from 'node:child_process';
import type { TrafficResult } from './traffic.js';

/** Sends the traffic from a process of its own. */
export async function runClients(app: string): Promise<TrafficResult> {
  const child = fork(new URL('./clients.js', import.meta.url), [app]);
  return new Promise((resolve, reject) => {
    child.once('message', message => resolve(message as TrafficResult));
    child.once('exit', code => reject(new Error(`the clients ended without a result, with code ${code}`)));
  });
}
