#!/usr/bin/env bash
# Node 20.20.2, 22.23.3, 24.21.0 and 26.10.0: AsyncLocalStorage.run() beside enterWith() and a second enterWith() at the end.
#
# Guess: run() is enterWith(), the call, and enterWith() with the store before. Written by hand without its list of
#        arguments, it costs the same or a little less, in every version.
# Seen:  true for 20 and 22. From 24 on, each enterWith() makes a new frame, which copies the stores of all
#        AsyncLocalStorages. run() puts the frame before back, without a copy: by hand it costs about twice as much.
# So a tracer that enters a context for each call uses run(), and enterWith() only where no call surrounds the code.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >try.mjs <<'JS'
import { AsyncLocalStorage } from 'node:async_hooks';

const storage = new AsyncLocalStorage();
const stores = [{ name: 'a' }, { name: 'b' }];
const add = (left, right) => left + right;
const ways = {
  run: (store, outer, fn, args) => storage.run(store, Reflect.apply, fn, undefined, args),
  byHand: (store, outer, fn, args) => {
    storage.enterWith(store);
    try {
      return Reflect.apply(fn, undefined, args);
    } finally {
      storage.enterWith(outer);
    }
  },
};
function measure(way) {
  const args = [1, 2];
  const start = process.hrtime.bigint();
  for (let i = 0; i < 1_000_000; i += 1) way(stores[i & 1], stores[0], add, args);
  return Number(process.hrtime.bigint() - start);
}
// The median of ratios, each of two measurements side by side.
const ratios = storage.run(stores[0], () =>
  Array.from({ length: 11 }, () => measure(ways.byHand) / measure(ways.run)),
);
const ratio = ratios.sort((a, b) => a - b)[5];
console.error(`${process.version}: ${ratio.toFixed(2)} times the cost of run()`);
console.log(process.version.split('.')[0], '|', ratio > 1.4 ? 'by hand much dearer' : 'about the same');
JS
printf '%s\n' 'v20 | about the same' 'v22 | about the same' 'v24 | by hand much dearer' 'v26 | by hand much dearer' >expected
for version in 20.20.2 22.23.3 24.21.0 26.10.0; do
  npx -y "node@$version" try.mjs
done | tee seen
diff expected seen && echo 'as described'
