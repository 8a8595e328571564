#!/usr/bin/env bash
# @nestjs/testing 12.1.1: two modules compiled by one TestingModuleBuilder share their container, and their end.
#
# Guess: each compile() gives an application of its own, with providers of its own.
# Seen:  compile() makes the providers anew, and puts them into the first module's container. Asked for a provider only
#        then, the first application answers with the second's. Its own one is never closed. close() of the first
#        application runs the hooks of the second's provider, and close() of the second runs them again.
# So a builder kept in a variable of a test file closes connections under an application that is still in use.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @nestjs/common@12.5.1 @nestjs/core@12.5.1 @nestjs/testing@12.1.1 \
  @nestjs/platform-express@12.5.1 reflect-metadata@0.2.2 rxjs@7.8.2 >/dev/null
cat >try.mjs <<'JS'
import 'reflect-metadata';
import { Injectable, Module } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { Test } from '@nestjs/testing';

const closed = [];
let made = 0;
class Pool {
  constructor() {
    this.number = ++made;
  }
  onModuleDestroy() {
    closed.push(this.number);
  }
}
Injectable()(Pool);
class AppModule {}
Module({ providers: [Pool] })(AppModule);

const builder = Test.createTestingModule({ imports: [AppModule] });
const first = await (await builder.compile()).createNestApplication().init();
const second = await (await builder.compile()).createNestApplication().init();
console.log('pools made:', made, '| first has', first.get(Pool).number, '| second has', second.get(Pool).number);
console.log('one container:', first.get(ModulesContainer) === second.get(ModulesContainer));
await first.close();
console.log('closed after first.close():', closed.join());
await second.close();
console.log('closed after second.close():', closed.join());
JS
cat >expected <<'TEXT'
pools made: 2 | first has 2 | second has 2
one container: true
closed after first.close(): 2
closed after second.close(): 2,2
TEXT
echo "Node $(node --version), @nestjs/testing 12.1.1, @nestjs/core 12.5.1"
node try.mjs | tee seen
diff expected seen && echo 'as described'
