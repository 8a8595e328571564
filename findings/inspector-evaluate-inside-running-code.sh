#!/usr/bin/env bash
# Node 20.20.2, 22.23.3, 24.21.0 and 26.10.0: Runtime.evaluate by a worker's inspector session, while the main thread computes.
#
# Guess: the expression is a script of its own. It waits until the event loop is free, or runs with a stack and an async
#        context of its own: to read the running functions, a debugger has to pause the thread.
# Seen:  it runs at once, in the middle of the loop, on top of the running functions. An Error made in it has their frames
#        below its own, with the line that runs now. AsyncLocalStorage.getStore() returns the store of the interrupted code.
#        No Debugger domain is enabled, nothing is paused, and the same in all four versions.
# So a watchdog can name the function and the request that hold the event loop by one evaluated expression.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >try.mjs <<'JS'
import { AsyncLocalStorage } from 'node:async_hooks';
import { Worker } from 'node:worker_threads';

const storage = new AsyncLocalStorage();
let seen;
globalThis.look = () => {
  const frames = new Error('for its stack').stack.split('\n').slice(1);
  const names = frames.map(frame => /^ +at (?:async )?([\w.]+) \(/.exec(frame)?.[1]).filter(name => name !== undefined);
  seen = `${names.filter(name => /look|render|exportOrders/.test(name)).join(' < ')}, store: ${storage.getStore()}`;
  return 'done';
};
const worker = new Worker(
  `const { Session } = require('node:inspector');
  const { parentPort } = require('node:worker_threads');
  parentPort.once('message', () => {
    const session = new Session();
    session.connectToMainThread();
    session.post('Runtime.evaluate', { expression: 'globalThis.look()' }, () => parentPort.close());
  });`,
  { eval: true },
);
await new Promise(resolve => worker.once('online', resolve));

function render() {
  const end = Date.now() + 20_000;
  let turns = 0;
  while (seen === undefined && Date.now() < end) turns += 1;
  return turns;
}
function exportOrders() {
  return render();
}
worker.postMessage('look');
storage.run('order 7', exportOrders);
console.log(process.version.split('.')[0], '|', seen ?? 'nothing, until the loop was free');
process.exit();
JS
for version in v20 v22 v24 v26; do
  printf '%s | globalThis.look < render < exportOrders, store: order 7\n' "$version"
done >expected
for version in 20.20.2 22.23.3 24.21.0 26.10.0; do
  npx -y "node@$version" try.mjs
done | tee seen
diff expected seen && echo 'as described'
