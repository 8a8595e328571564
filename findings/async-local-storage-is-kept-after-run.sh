#!/usr/bin/env bash
# Node 20.20.2, 22.23.3, 24.21.0 and 26.10.0: the lifetime of an AsyncLocalStorage without a reference.
#
# Guess: run() restores the context that was there before. So a storage that nothing refers to is collected: up to Node 22
#        perhaps not, because hooks know it, but on Node 24 and 26, whose contexts are maps of their own.
# Seen:  after one run() it is never collected, in all four versions. disable() frees it. One that never ran is collected.
#        Up to Node 22 a list of used storages is copied to each new promise. On Node 24 and 26, run() restores an absent
#        store by an entry with the value undefined, which keeps the storage in the calling context and in all contexts
#        that come from it. Each later run() copies that map.
# So a test runner's worker, or a program that loads plugins again, gets slower with each module that has a storage of its
# own, unless the module calls disable() at its end.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >try.mjs <<'JS'
import { AsyncLocalStorage } from 'node:async_hooks';

const uses = {
  'never used': () => undefined,
  'after run()': storage => storage.run('value', () => undefined),
  'after run() and disable()': storage => {
    storage.run('value', () => undefined);
    storage.disable();
  },
};
const turn = () => new Promise(resolve => setTimeout(resolve, 20));
for (const [name, use] of Object.entries(uses)) {
  const storages = [];
  const make = () => {
    for (let i = 0; i < 100; i++) {
      const storage = new AsyncLocalStorage();
      use(storage);
      storages.push(new WeakRef(storage));
    }
  };
  make();
  for (let i = 0; i < 5; i++) {
    await turn();
    globalThis.gc();
  }
  const left = storages.filter(storage => storage.deref() !== undefined).length;
  console.log(process.version.split('.')[0], '|', name, '|', left, 'of 100 are left');
}
JS
for version in v20 v22 v24 v26; do
  printf '%s | never used | 0 of 100 are left\n' "$version"
  printf '%s | after run() | 100 of 100 are left\n' "$version"
  printf '%s | after run() and disable() | 0 of 100 are left\n' "$version"
done >expected
for version in 20.20.2 22.23.3 24.21.0 26.10.0; do
  npx -y "node@$version" --expose-gc try.mjs
done | tee seen
diff expected seen && echo 'as described'
