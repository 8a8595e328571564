// Holds its event loop until the thread of `blockedAfter` has written a report. The loop then comes back, so that the process
// can print it.
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, Get, Module } from '@nestjs/common';
import { get, reportOf, start } from './nest.mjs';

const LONGEST_MS = 30_000;
const outputDir = mkdtempSync(join(tmpdir(), 'reports-'));
const reports = () => readdirSync(outputDir).filter(name => name.endsWith('.json'));

function waitForReport() {
  for (const end = Date.now() + LONGEST_MS; Date.now() < end;) {
    if (reports().length > 0) return 'reported';
    for (const next = Date.now() + 50; Date.now() < next;);
  }
  return 'not reported';
}

class HoldController {
  hold() {
    return waitForReport();
  }
}
Get('hold')(HoldController.prototype, 'hold', Object.getOwnPropertyDescriptor(HoldController.prototype, 'hold'));
Controller()(HoldController);
class HoldModule {}
Module({ controllers: [HoldController] })(HoldModule);

const options = {
  threshold: '10m',
  stuckAfter: false,
  blockedAfter: '1s',
  localFile: { outputDir, formats: ['json'] },
};
const { app, url, monitor } = await start({ options, imports: [HoldModule] });
console.log(`answer ${JSON.stringify(await get(`${url}/hold`))}`);
const { execution, verdict } = JSON.parse(readFileSync(join(outputDir, reports()[0]), 'utf8'));
console.log(`blocked ${JSON.stringify({ name: execution.name, stuck: execution.stuck, subject: verdict.subject })}`);
// A notifier of the application gets the same alert.
console.log(`notified ${JSON.stringify((await reportOf(monitor, 'GET /hold')).execution.stuck)}`);
await app.close();
console.log('closed');
