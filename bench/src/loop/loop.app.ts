// node loop.app.js <threshold> <executions> <directory for reports>
import 'reflect-metadata';
import { setTimeout as delay } from 'node:timers/promises';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { PerformanceMonitorModule, PerformanceMonitorService } from '../monitor.js';
import { answer, listening, ready } from '../process/answers.js';
import { median, percentiles } from '../statistics/percentiles.js';
import { ExportSteps, LargeExport } from './large-export.js';
import { longestOf, LoopWatch, type Turns, type WatchedLoop } from './loop-watch.js';
import { measureStages } from './stage-hold.js';

/** Longer than an alert takes. Without alerts, the loop is watched for the same time. */
const AFTERWARDS_MS = 500;

@Module({})
class LoopModule {}

async function main(): Promise<void> {
  const [, , threshold = '1h', count = '3', outputDir = ''] = process.argv;
  const executions = Number(count);
  const monitor = PerformanceMonitorModule.forRoot({ threshold, localFile: { outputDir }, logLevel: 'error' });
  const module = { module: LoopModule, imports: [monitor], providers: [ExportSteps, LargeExport] };
  const app = await NestFactory.createApplicationContext(module, { logger: ['error', 'warn'] });
  answer({
    watch: () => watchExecutions(app, executions),
    stages: () => measureStages(app, executions),
    stop: () => app.close().then(() => true),
  });
  ready(listening(0));
}

/** Watches the loop from the start of each execution until its alert is delivered. */
async function watchExecutions(app: INestApplicationContext, executions: number): Promise<WatchedLoop> {
  const monitor = app.get(PerformanceMonitorService, { strict: false });
  const watch = new LoopWatch();
  const all: Turns[] = [];
  // The first execution compiles the code, which must not be measured.
  for (let i = 0; i <= executions; i++) {
    watch.start();
    await monitor.profile(`export ${i}`, () => app.get(LargeExport).run());
    await Promise.all([monitor.flush(), delay(AFTERWARDS_MS)]);
    const turns = watch.stop();
    if (i > 0) all.push(turns);
  }
  return {
    executions,
    alerts: monitor.getStats().alerts.sent,
    turns: all.reduce((sum, { gapsMs }) => sum + gapsMs.length, 0),
    p99Ms: median(all.map(({ gapsMs }) => percentiles([...gapsMs], [0.99])[0] ?? 0)),
    medianLongestMs: median(all.map(longestOf)),
    longestMs: Math.max(...all.map(longestOf)),
    longestWorkMs: Math.max(...all.map(turns => turns.longestWorkMs)),
    longestGcMs: Math.max(...all.map(turns => turns.longestGcMs)),
  };
}

void main();
