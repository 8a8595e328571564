#!/usr/bin/env bash
# Node 20, 22, 24: process.report.getReport() waits until every worker thread leaves its native code.
#
# Guess: some milliseconds, as without workers. The report may lack what a busy worker cannot give.
# Seen:  the call returns when the worker's call of native code has returned, and blocks the event loop until then. A worker
#        that runs JavaScript delays it hardly. Seen with report.excludeNetwork: no look-up of a name takes that time.
# A service that makes reports of its running process, for example at an alarm, thereby stops for as long as its workers
# hash, compress or encode.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >try.mjs <<'JS'
import { Worker } from 'node:worker_threads';

const code = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { pbkdf2Sync } = require('node:crypto');
  const work = {
    native: () => pbkdf2Sync('a', 'b', workerData.rounds, 64, 'sha512'),
    script: () => { const end = Date.now() + 3000; while (Date.now() < end); },
    none: () => undefined,
  }[workerData.kind];
  parentPort.postMessage('begins');
  work();
  parentPort.postMessage('ended');
  setTimeout(() => undefined, 5000).ref();
`;
// Rounds for about three seconds on this machine.
const { pbkdf2Sync } = await import('node:crypto');
const before = performance.now();
pbkdf2Sync('a', 'b', 100_000, 64, 'sha512');
const rounds = Math.round((3_000 / (performance.now() - before)) * 100_000);

process.report.excludeNetwork = true;
const share = {};
for (const kind of ['none', 'script', 'native']) {
  const worker = new Worker(code, { eval: true, workerData: { kind, rounds } });
  await new Promise(resolve => worker.once('message', resolve));
  await new Promise(resolve => setTimeout(resolve, kind === 'none' ? 500 : 200));
  const start = performance.now();
  process.report.getReport();
  share[kind] = (performance.now() - start) / 3_000;
  await worker.terminate();
}
console.error(Object.entries(share).map(([kind, part]) => `${kind} ${Math.round(part * 3_000)} ms`).join(', '));
for (const [kind, part] of Object.entries(share)) console.log(`${kind}: ${part > 0.5 ? 'waits' : 'returns'}`);
JS
cat >expected <<'TEXT'
none: returns
script: returns
native: waits
TEXT
for version in 20 22 24; do
  npx -y "node@$version" --version
  npx -y "node@$version" try.mjs >seen
  diff expected seen
done
echo 'as described'
