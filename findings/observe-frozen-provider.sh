#!/usr/bin/env bash
# @nestjs/observe 0.3.3: an application with a frozen value among its providers does not start.
#
# Guess: instrumentation passes over values that it cannot wrap.
# Seen:  its instance decorator makes a Proxy of each provider, whose get trap gives a wrapper for every function. For a
#        member of a frozen object the trap must give the very value, so that reading it throws a TypeError.
# So settings frozen by Object.freeze() may hold numbers and texts beside it, and no function that a provider calls.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @nestjs/common@12.5.1 @nestjs/core@12.5.1 @nestjs/observe@0.3.3 \
  reflect-metadata@0.2.2 rxjs@7.8.2 >/dev/null
cat >try.mjs <<'JS'
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { createObserveModule } from '@nestjs/observe';

const price = amount => amount * 2;
const settings = { plain: { price }, frozen: Object.freeze({ price }), 'frozen, without functions': Object.freeze({ rate: 2 }) };
for (const [name, value] of Object.entries(settings)) {
  const { ObserveModule, ObserveInstrument } = createObserveModule();
  class AppModule {}
  Module({
    imports: [ObserveModule.forRoot({ appKey: 'k', appSecret: 's', serviceId: 'i', endpoint: 'http://127.0.0.1:9' })],
    providers: [
      { provide: 'SETTINGS', useValue: value },
      { provide: 'RESULT', inject: ['SETTINGS'], useFactory: given => given.price?.(2) ?? given.rate * 2 },
    ],
  })(AppModule);
  try {
    const options = { instrument: ObserveInstrument, logger: false, abortOnError: false };
    const app = await NestFactory.createApplicationContext(AppModule, options);
    console.log(`${name}: starts, ${app.get('RESULT')}`);
    await app.close();
  } catch (error) {
    console.log(`${name}: ${error.constructor.name}, ${error.message.slice(0, 32)}`);
  }
}
process.exit(0);
JS
cat >expected <<'TEXT'
plain: starts, 4
frozen: TypeError, 'get' on proxy: property 'price'
frozen, without functions: starts, 4
TEXT
echo "Node $(node --version), @nestjs/observe 0.3.3, @nestjs/core 12.5.1"
node try.mjs | tee seen
diff expected seen && echo 'as described'
