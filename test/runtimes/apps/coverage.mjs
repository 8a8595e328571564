// Collects coverage by Node itself (NODE_V8_COVERAGE), or by a session in the process, as test runners do.
import inspector from 'node:inspector';
import { slowReport, start, tell } from './nest.mjs';

const session = new inspector.Session();
const post = (method, params) =>
  new Promise((resolve, reject) =>
    session.post(method, params, (error, result) => (error ? reject(error) : resolve(result))),
  );
if (!process.env.NODE_V8_COVERAGE) {
  session.connect();
  await post('Profiler.enable');
  await post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
}
const { before, after } = await import('./covered.mjs');
before(0);
const running = await start();
tell(await slowReport(running));
await running.app.close();
// The sampler stays on for a while, for the next application.
await new Promise(resolve => setTimeout(resolve, 6_000));
after(0);
if (!process.env.NODE_V8_COVERAGE) {
  const { result } = await post('Profiler.takePreciseCoverage');
  console.log(`coverage ${JSON.stringify(result.find(({ url }) => url.endsWith('/covered.mjs')))}`);
}
console.log('closed');
