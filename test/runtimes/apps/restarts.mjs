// Applications one after another, as in a test suite: V8's profiler starts once, and nothing accumulates.
import { createRequire } from 'node:module';
import { get, start } from './nest.mjs';

const inspector = createRequire(import.meta.url)('node:inspector');
const count = { sessions: 0, starts: 0 };
const { connect, post } = inspector.Session.prototype;
inspector.Session.prototype.connect = function () {
  count.sessions += 1;
  return connect.call(this);
};
inspector.Session.prototype.post = function (method, ...rest) {
  if (method === 'Profiler.setSamplingInterval') count.starts += 1;
  return post.call(this, method, ...rest);
};
/** A function, because variables of the module would keep the last application in memory. */
async function startAndClose() {
  const { app, url } = await start();
  await get(`${url}/fast`);
  await app.close();
  return new WeakRef(app);
}

const closed = [];
for (let round = 0; round < 10; round += 1) closed.push(await startAndClose());
// The sampler stays on for this time, for the next application.
await new Promise(resolve => setTimeout(resolve, 6_000));
for (let turn = 0; turn < 5; turn += 1) {
  globalThis.gc();
  await new Promise(resolve => setTimeout(resolve, 100));
}
const alive = closed.filter(each => each.deref() !== undefined).length;
console.log(`restarts ${JSON.stringify({ ...count, alive })}`);
console.log('closed');
