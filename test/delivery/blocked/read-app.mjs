// Holds its event loop while three threads read it, one of which ends meanwhile. The path of the thread is the argument.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

const commands = ['read', 'read', 'die'];
const workers = commands.map(() => new Worker(process.argv[2]));
await Promise.all(workers.map(worker => once(worker, 'online')));
const answers = new Map();
globalThis.read = (thread, answer) => void answers.set(thread, answer);
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
for (const [index, command] of commands.entries()) workers[index].postMessage(command);
let turns = 0;
const isRead = () => workers.slice(0, 2).every(({ threadId }) => answers.get(threadId) > 200);
for (const end = Date.now() + 50_000; Date.now() < end && !isRead();) turns += 1;
process.stdout.write(`went on: ${turns > 0}, read by two threads: ${isRead()}`);
process.exit(0);
