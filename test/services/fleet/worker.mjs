// One process of the fleet: a real application that is slow at every endpoint, again and again. Its notifier writes to a
// ledger that all processes share. Some processes die, at a step that depends on the endpoint, and some sends fail. Each
// fault happens once for each endpoint, to the first process that reaches it.
import 'reflect-metadata';
import { appendFileSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createKeyv } from '@keyv/redis';
import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { createCache } from 'cache-manager';
import { AlertNotifier, PerformanceMonitorModule, PerformanceMonitorService } from '../../../dist/index.js';
import { AlertClaims, Fingerprints } from '../../../dist/internals.js';

const { LEDGER, ENDPOINTS, REDIS_URL } = process.env;
const endpoints = Array.from({ length: Number(ENDPOINTS) }, (_, n) => `endpoint-${n}`);

/** One endpoint of five kills the holder of its claim, at one of three steps. The first send of another one fails. */
const number = name => Number(name.split('-')[1]);
const STEPS = ['claimed', 'before the send', 'sent'];
const diesAt = name => (number(name) % 5 === 0 ? STEPS[(number(name) / 5) % 3] : undefined);
const failsFirst = name => number(name) % 5 === 1;

function write(what, name) {
  appendFileSync(join(LEDGER, 'ledger'), `${what} ${name} ${process.pid}\n`);
}

/** True for the first process that calls it. */
function first(what, name) {
  try {
    openSync(join(LEDGER, `${what.replaceAll(' ', '-')}-${name}`), 'wx');
    return true;
  } catch {
    return false;
  }
}

function step(what, name) {
  if (name !== undefined && diesAt(name) === what && first(what, name)) process.kill(process.pid, 'SIGKILL');
}

class LedgerNotifier {
  name = 'ledger';
  async notify({ report }, signal) {
    const { name } = report.execution;
    step('before the send', name);
    // Aborted deliveries are not sent: on a busy machine, the time for a delivery can be over before it begins.
    await delay(5, undefined, { signal });
    if (failsFirst(name) && first('failed', name)) throw new Error('failed on purpose');
    write('sent', name);
    step('sent', name);
  }
}
Injectable()(LedgerNotifier);
AlertNotifier()(LedgerNotifier);

// Wraps the store of claims, to die between two steps and to record confirmations.
const names = new Map();
const { take, settle } = AlertClaims.prototype;
AlertClaims.prototype.take = async function (fingerprint, durationMs, notifiers) {
  const grants = await take.call(this, fingerprint, durationMs, notifiers);
  for (const grant of grants) {
    if (grant.notifier !== 'ledger') continue;
    names.set(grant.claim.token, names.get(fingerprint));
    step('claimed', names.get(fingerprint));
  }
  return grants;
};
AlertClaims.prototype.settle = async function (grant, delivery, durationMs) {
  await settle.call(this, grant, delivery, durationMs);
  const name = names.get(grant.claim.token);
  if (name !== undefined && delivery.outcome === 'delivered') write('confirmed', name);
};

const cache = REDIS_URL && createCache({ stores: [createKeyv(REDIS_URL)] });
class AppModule {}
Module({
  imports: [
    PerformanceMonitorModule.forRoot({
      threshold: 90,
      // On a machine with eight busy processes, one execution can be three times as slow as another.
      escalation: false,
      localFile: REDIS_URL ? false : { outputDir: join(LEDGER, 'reports'), formats: ['json'] },
      cache: cache || undefined,
      fingerprint: ({ name }) => {
        // The endpoint of a fingerprint, for the ledger.
        last = name;
        return name;
      },
      delivery: { timeout: '1s' },
      recorder: { cpu: false },
      logLevel: 'silent',
    }),
  ],
  providers: [LedgerNotifier],
})(AppModule);
let last = '';

const { of } = Fingerprints.prototype;
Fingerprints.prototype.of = function (execution) {
  const fingerprint = of.call(this, execution);
  names.set(fingerprint, last);
  return fingerprint;
};

const app = await NestFactory.createApplicationContext(AppModule, { logger: ['error'] });
app.enableShutdownHooks();
const monitor = app.get(PerformanceMonitorService);
process.send?.('ready');
process.once('message', async () => {
  for (;;) {
    // One after another: a dying process would otherwise lose many claims at once.
    await Promise.all(endpoints.map(name => monitor.profile(name, () => delay(100 + Math.random() * 1_500))));
  }
});
