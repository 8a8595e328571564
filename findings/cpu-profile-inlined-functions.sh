#!/usr/bin/env bash
# Node 20.20.2, 22.23.3, 24.21.0 and 26.10.0: the CPU profile of an inlined function.
#
# Guess: V8 knows the inlining stack of optimized code, so a profile shows the inner function, in all four versions.
# Seen:  up to Node 24 the caller has all the time, and the inlined function has no node, once the caller is optimized.
#        The profiler runs before the code is hot: only the time until then has its own node.
#        In Node 26 the inlined function has the time.
# So two profiles of one program, before and after such an update, name different functions for the same work.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >try.mjs <<'JS'
import { Session } from 'node:inspector/promises';

const pair = () =>
  new Function(`
    function inner(n) { let x = n; for (let i = 0; i < 200; i++) x = (x * 31 + i) | 0; return x; }
    function outer(n) { let sum = 0; for (let i = 0; i < 1000; i++) sum = (sum + inner(i ^ n)) | 0; return sum; }
    return outer;`)();
const run = (work, ms) => {
  const end = performance.now() + ms;
  let sum = 0;
  while (performance.now() < end) sum ^= work(sum);
  return sum;
};
const session = new Session();
session.connect();
await session.post('Profiler.enable');
const profiled = async work => {
  await session.post('Profiler.start');
  run(work, 3000);
  const { profile } = await session.post('Profiler.stop');
  const hits = name =>
    profile.nodes.filter(node => node.callFrame.functionName === name).reduce((sum, node) => sum + node.hitCount, 0);
  const [inner, outer] = [hits('inner'), hits('outer')];
  console.error(process.version, { inner, outer });
  return inner > outer ? 'inner' : 'outer';
};
console.log(process.version.split('.')[0], '| profiled from the first call:', await profiled(pair()));
JS
cat >expected <<'TEXT'
v20 | profiled from the first call: outer
v22 | profiled from the first call: outer
v24 | profiled from the first call: outer
v26 | profiled from the first call: inner
TEXT
for version in 20.20.2 22.23.3 24.21.0 26.10.0; do
  npx -y "node@$version" try.mjs
done | tee seen
diff expected seen && echo 'as described'
