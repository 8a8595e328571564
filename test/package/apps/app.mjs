// Starts, answers one slow request, writes its reports and closes. The last line of its output has the results as JSON.
import 'reflect-metadata';
import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { PerformanceMonitorModule, PerformanceMonitorService } from 'nestjs-performance-monitor';

/** Time for the thread that reports a blocked loop, on a loaded machine. */
const LONGEST_HOLD_MS = 30_000;
/** CPU time of this thread, so that a loaded machine takes as many samples. */
const BURN_CPU_MS = 250;
const outputDir = mkdtempSync(join(tmpdir(), 'reports-'));

function burnOnPurpose() {
  const cpuMs = () => process.cpuUsage().user / 1_000;
  let sum = 0;
  for (const end = cpuMs() + BURN_CPU_MS; cpuMs() < end;)
    for (let i = 0; i < 200_000; i += 1) sum += Math.sqrt(i + sum);
  return `burnt ${Math.sign(sum)}`;
}

const jsonFiles = () => readdirSync(outputDir).filter(name => name.endsWith('.json'));
const reportNamed = name =>
  jsonFiles()
    .map(file => JSON.parse(readFileSync(join(outputDir, file), 'utf8')))
    .find(({ execution }) => execution?.name === name);

/** Holds the loop until the report about it is there. */
function holdOnPurpose() {
  for (const end = Date.now() + LONGEST_HOLD_MS; Date.now() < end;) {
    if (reportNamed('GET /hold') !== undefined) return 'held';
    for (const next = Date.now() + 50; Date.now() < next;);
  }
  return 'held without a report';
}

class SlowController {
  async slow() {
    await new Promise(resolve => setTimeout(resolve, 50));
    return burnOnPurpose();
  }

  hold() {
    return holdOnPurpose();
  }

  /** A second caller: minifiers inline a function with only one. */
  other() {
    return burnOnPurpose();
  }
}
Get('slow')(SlowController.prototype, 'slow', Object.getOwnPropertyDescriptor(SlowController.prototype, 'slow'));
Get('hold')(SlowController.prototype, 'hold', Object.getOwnPropertyDescriptor(SlowController.prototype, 'hold'));
Get('other')(SlowController.prototype, 'other', Object.getOwnPropertyDescriptor(SlowController.prototype, 'other'));
Controller()(SlowController);

class AppModule {}
Module({
  imports: [
    PerformanceMonitorModule.forRoot({
      threshold: '100ms',
      blockedAfter: '1s',
      localFile: { outputDir, formats: ['html', 'json'] },
    }),
  ],
  controllers: [SlowController],
})(AppModule);

async function main() {
  const lines = [];
  const say = message => lines.push(String(message));
  const app = await NestFactory.create(AppModule, {
    abortOnError: false,
    logger: { log() {}, debug() {}, verbose() {}, warn: say, error: say, fatal: say },
  });
  await app.listen(0, '127.0.0.1');
  const get = async path => {
    const response = await fetch(`http://127.0.0.1:${app.getHttpServer().address().port}/${path}`);
    return response.text();
  };
  const answer = await get('slow');
  // The report about it is complete before the loop is held.
  await app.get(PerformanceMonitorService).flush('30s');
  const held = await get('hold');
  const flushed = await app.get(PerformanceMonitorService).flush('30s');
  await app.close();
  const report = reportNamed('GET /slow');
  const page = readdirSync(outputDir).find(name => name.endsWith('.html') && name.includes(report?.id));
  const html = page === undefined ? '' : readFileSync(join(outputDir, page), 'utf8');
  console.log(
    JSON.stringify({
      answer,
      held,
      flushed,
      lines,
      html: /^<!doctype html>[^]*<\/html>\s*$/i.test(html),
      report,
    }),
  );
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
