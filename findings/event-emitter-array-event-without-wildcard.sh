#!/usr/bin/env bash
# @nestjs/event-emitter 12.0.1 with eventemitter2 6.4.9: an event given as an array, without the option wildcard.
#
# Guess: @OnEvent(['order', 'sent']) is the event order.sent, the parts joined by the delimiter.
# Seen:  only with wildcard: true. Without it, the array becomes the text order,sent: nothing that is emitted as order.sent
#        arrives, emit() returns false, and no error is raised. An array of two events never listens to either of them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @nestjs/common@12.5.1 @nestjs/core@12.5.1 @nestjs/event-emitter@12.0.1 \
  eventemitter2@6.4.9 reflect-metadata@0.2.2 rxjs@7.8.2 >/dev/null
cat >try.mjs <<'JS'
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventEmitter2, EventEmitterModule, OnEvent } from '@nestjs/event-emitter';

for (const wildcard of [true, false]) {
  const heard = [];
  class Listener {
    sent(how) {
      heard.push(how);
    }
  }
  const method = Object.getOwnPropertyDescriptor(Listener.prototype, 'sent');
  OnEvent(['order', 'sent'])(Listener.prototype, 'sent', method);
  class AppModule {}
  Module({ imports: [EventEmitterModule.forRoot({ wildcard })], providers: [Listener] })(AppModule);
  const app = await NestFactory.createApplicationContext(AppModule, { logger: false });
  await app.init();
  const emitter = app.get(EventEmitter2);
  const answers = [emitter.emit('order.sent', 'dotted'), emitter.emit(['order', 'sent'], 'array')];
  answers.push(emitter.emit('order,sent', 'with a comma'));
  console.log(`wildcard ${wildcard}: emit() returned ${answers.join()}, heard: ${heard.join(', ')}`);
  await app.close();
}
JS
cat >expected <<'TEXT'
wildcard true: emit() returned true,true,false, heard: dotted, array
wildcard false: emit() returned false,true,true, heard: array, with a comma
TEXT
echo "Node $(node --version), @nestjs/event-emitter 12.0.1, eventemitter2 6.4.9"
node try.mjs | tee seen
diff expected seen && echo 'as described'
