#!/usr/bin/env bash
# @nestjs/common 11.2.10 and 12.5.1, on Node 20 and later: the options of a module of ConfigurableModuleBuilder with extras.
#
# Guess: `setExtras()` adds members beside the options. The module gets the object that was given to `forRoot()`, or a copy that
#        lacks those members and is like it in everything else.
# Seen:  without extras it gets the same object. With extras, even with none given, it gets a plain object of the own, enumerable
#        members with text keys. An instance loses the getters of its class, a symbol is gone, a list is an object, and a number is
#        an empty object. `forRoot(null)` throws.
# So a library that adds its first extra loses settings of applications whose options are an instance of a class.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >try.mjs <<'JS'
import 'reflect-metadata';
import { createRequire } from 'node:module';
const { ConfigurableModuleBuilder } = createRequire(import.meta.url)('@nestjs/common');

class Settings {
  own = 'own';
  get inherited() {
    return 'inherited';
  }
  [Symbol.for('mark')] = 'mark';
}
const builder = () => new ConfigurableModuleBuilder().setClassMethodName('forRoot');
const modules = { plain: builder().build(), extras: builder().setExtras({ isGlobal: false }, each => each).build() };

for (const [name, { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN }] of Object.entries(modules)) {
  const valueOf = options => {
    try {
      return ConfigurableModuleClass.forRoot(options).providers.find(({ provide }) => provide === MODULE_OPTIONS_TOKEN).useValue;
    } catch (error) {
      return error.constructor.name;
    }
  };
  const given = new Settings();
  const got = valueOf(given);
  const facts = [got === given, got.own, got.inherited, got[Symbol.for('mark')]];
  console.log(name, '|', facts.map(String).join(' '), '|', JSON.stringify([valueOf(['a']), valueOf(5), valueOf(null)]));
}
JS
for version in 11.2.10 12.5.1; do
  npm init --yes >/dev/null
  npm install --silent --no-audit --no-fund "@nestjs/common@$version" reflect-metadata@0.2.2 rxjs@7.8.2 >/dev/null
  node try.mjs | tee "seen-$version"
  diff "seen-$version" - <<'SEEN'
plain | true own inherited mark | [["a"],5,null]
extras | false own undefined undefined | [{"0":"a"},{},"TypeError"]
SEEN
done
echo 'as seen before'
