// One process of the fleet: a real application that is repeatedly slow at every endpoint. Its notifier writes into a
// ledger that all processes share. At some endpoints the process is killed at one step, at others the send fails. Each
// of these happens once for each endpoint, in the first process that reaches the step.
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

/** One of five endpoints kills the holder of its claim at one of three steps. At another, the first send fails. */
const number = name => Number(name.split('-')[1]);
const STEPS = ['claimed', 'before the send', 'sent'];
const diesAt = name => (number(name) % 5 === 0 ? STEPS[(number(name) / 5) % 3] : undefined);
const failsFirst = name => number(name) % 5 === 1;

function write(step, name) {
  appendFileSync(join(LEDGER, 'ledger'), `${step} ${name} ${process.pid}\n`);
}

/** True for the first process that calls it for this step and endpoint. */
function isFirst(step, name) {
  try {
    openSync(join(LEDGER, `${step.replaceAll(' ', '-')}-${name}`), 'wx');
    return true;
  } catch {
    return false;
  }
}

function reach(step, name) {
  if (name !== undefined && diesAt(name) === step && isFirst(step, name)) process.kill(process.pid, 'SIGKILL');
}

/** The endpoints of fingerprints and of claims. */
const names = new Map();

class LedgerNotifier {
  name = 'ledger';
  async notify({ fingerprint }, signal) {
    const name = names.get(fingerprint);
    // On a busy machine a process raises an alert about itself, because it has no processor. It is none of an endpoint.
    if (name === undefined) return;
    reach('before the send', name);
    // An aborted alert is not sent: on a busy machine the time limit of a delivery can end before the delivery begins.
    await delay(5, undefined, { signal });
    if (failsFirst(name) && isFirst('failed', name)) throw new Error('failed on purpose');
    write('sent', name);
    reach('sent', name);
  }
}
Injectable()(LedgerNotifier);
AlertNotifier()(LedgerNotifier);

// Replaces the methods that take and settle claims, to kill the process between them and to record confirmations.
const { take, settle } = AlertClaims.prototype;
AlertClaims.prototype.take = async function (fingerprint, ...rest) {
  const grants = await take.call(this, fingerprint, ...rest);
  for (const grant of grants) {
    if (grant.notifier !== 'ledger') continue;
    names.set(grant.claim.token, names.get(fingerprint));
    reach('claimed', names.get(fingerprint));
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
      // On a busy machine an execution can be three times slower than another, which would cause a second alert.
      escalation: false,
      localFile: REDIS_URL ? false : { outputDir: join(LEDGER, 'reports'), formats: ['json'] },
      cache: cache || undefined,
      fingerprint: ({ name }) => {
        // The ledger needs the endpoint of each fingerprint.
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
    // At different times: a process that is killed would otherwise leave many unconfirmed claims.
    await Promise.all(endpoints.map(name => monitor.profile(name, () => delay(100 + Math.random() * 1_500))));
  }
});
