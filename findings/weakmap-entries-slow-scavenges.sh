#!/usr/bin/env bash
# Node 20.20.0 and 24.12.0: one WeakMap with an entry for each of many short-lived objects.
#
# Guess: an entry costs a look-up and some memory. It goes together with its object, in the next scavenge of the young generation.
# Seen:  the table is in the old generation. A scavenge visits its entries, and only a full collection removes them. The same work
#        takes several times as long in the garbage collector as with a value in a private field, which a class defines on an
#        object that its base class returns.
# So a WeakMap is right for objects that live long. For a value of each request it is the largest cost of that request.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >try.mjs <<'JS'
import { PerformanceObserver } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';

class OnObject {
  constructor(object) {
    return object;
  }
}
class Stamp extends OnObject {
  #value;
  static set(object, value) {
    new Stamp(object).#value = value;
  }
}
const map = new WeakMap();
const WAYS = {
  none: () => undefined,
  field: (object, value) => Stamp.set(object, value),
  weakmap: (object, value) => void map.set(object, value),
};

let pauses = 0;
new PerformanceObserver(list => {
  for (const { duration } of list.getEntries()) pauses += duration;
}).observe({ entryTypes: ['gc'] });

/** Each object lives for a turn of the event loop, and makes some garbage. */
async function collected(way) {
  const set = WAYS[way];
  pauses = 0;
  for (let round = 0; round < 1_500; round += 1) {
    const living = [];
    for (let at = 0; at < 200; at += 1) {
      const object = { garbage: new Array(40).fill(at) };
      set(object, { at });
      living.push(object);
    }
    await turn();
  }
  await turn();
  return pauses;
}

for (const way of Object.keys(WAYS)) await collected(way);
const best = {};
for (let run = 0; run < 5; run += 1)
  for (const way of Object.keys(WAYS)) best[way] = Math.min(best[way] ?? Infinity, await collected(way));
console.error(process.version, best);
console.log('a private field costs the collector as much as a WeakMap:', best.field > best.weakmap / 2);
console.log('a WeakMap costs at least three times the work without one:', best.weakmap > best.none * 3);
JS
for version in 20.20.0 24.12.0; do
  npm init --yes >/dev/null
  npm install --silent --no-audit --no-fund "node@$version" >/dev/null
  ./node_modules/.bin/node try.mjs >seen
  diff seen - <<'SEEN'
a private field costs the collector as much as a WeakMap: false
a WeakMap costs at least three times the work without one: true
SEEN
done
echo 'as seen before'
