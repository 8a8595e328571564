// A watch thread that reads the application's thread without an end, or ends while it waits for an answer.
import { parentPort, threadId } from 'node:worker_threads';
import { MainThread } from '../../../lib/watchdog/thread/main-thread.js';

parentPort?.on('message', async (command: 'read' | 'die') => {
  let answers = 0;
  for (;;) {
    const main = new MainThread();
    const answer = main.evaluate(`String(globalThis.read?.(${threadId}, ${(answers += 1)}))`);
    if (command === 'die') process.exit(0);
    await answer;
    main.disconnect();
  }
});
