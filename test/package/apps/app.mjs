// Starts, answers one slow request, writes its reports and closes. The last line of its output has the results as JSON.
import 'reflect-metadata';
import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { PerformanceMonitorModule, PerformanceMonitorService } from 'nestjs-performance-monitor';

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

class SlowController {
  async slow() {
    await new Promise(resolve => setTimeout(resolve, 50));
    return burnOnPurpose();
  }

  /** A second caller: minifiers inline a function with only one. */
  other() {
    return burnOnPurpose();
  }
}
Get('slow')(SlowController.prototype, 'slow', Object.getOwnPropertyDescriptor(SlowController.prototype, 'slow'));
Get('other')(SlowController.prototype, 'other', Object.getOwnPropertyDescriptor(SlowController.prototype, 'other'));
Controller()(SlowController);

class AppModule {}
Module({
  imports: [
    PerformanceMonitorModule.forRoot({ threshold: '100ms', localFile: { outputDir, formats: ['html', 'json'] } }),
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
  const response = await fetch(`http://127.0.0.1:${app.getHttpServer().address().port}/slow`);
  const answer = await response.text();
  const flushed = await app.get(PerformanceMonitorService).flush('30s');
  await app.close();
  const files = readdirSync(outputDir).filter(name => /\.(html|json)$/.test(name));
  const text = ending => readFileSync(join(outputDir, files.find(name => name.endsWith(ending)) ?? 'no file'), 'utf8');
  const html = text('.html');
  console.log(
    JSON.stringify({
      answer,
      flushed,
      lines,
      html: /^<!doctype html>[^]*<\/html>\s*$/i.test(html),
      report: JSON.parse(text('.json')),
    }),
  );
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
