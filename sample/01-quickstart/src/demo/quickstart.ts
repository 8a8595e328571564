import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { PerformanceMonitorService } from 'nestjs-performance-monitor';
import { AppModule } from '../app.module.js';
import { startUpstream } from '../upstream.process.js';
import { runClients } from './clients.process.js';
import { HeldUpNotifier } from './held-up.notifier.js';
import { judge, judgeVictim, type Outcome } from './outcome.js';
import { COMPUTING, CULPRIT, type PlantedCause, SILENT, VICTIM, WAITING } from './planted-causes.js';
import { emptyReports, reportsOf } from './report-files.js';
import { warmUp } from './warm-up.js';

export interface QuickstartResult {
  readonly outcomes: readonly Outcome[];
  /** Fast requests that ran beside the slow ones. */
  readonly fastRequests: number;
  /** Routes that were reported although none of their requests was slow. */
  readonly falseAlarms: readonly string[];
}

/** Starts the upstream and the application, sends the slow requests, and compares the reports with what was planted. */
export async function runQuickstart(): Promise<QuickstartResult> {
  await emptyReports();
  const upstream = await startUpstream();
  let app: INestApplication | undefined;
  try {
    process.env.UPSTREAM_URL = upstream.url;
    app = await NestFactory.create(AppModule, { abortOnError: false });
    await app.listen(0, '127.0.0.1');
    return await drive(await app.getUrl(), app);
  } finally {
    await app?.close();
    await upstream.stop();
  }
}

async function drive(url: string, app: INestApplication): Promise<QuickstartResult> {
  await warmUp(url, app.get(PerformanceMonitorService));
  const { fastRequests, slowestMs } = await runClients(url);
  const slowest = new Map(slowestMs);
  const planted = [...WAITING, CULPRIT, ...COMPUTING];
  const reports = await reportsOf(planted.map(({ route }) => route));
  const judged = (one: PlantedCause): Outcome => judge(one, reports.get(one.route));
  const victimOutcome = judgeVictim(VICTIM, CULPRIT, app.get(HeldUpNotifier).culpritOf(VICTIM.route));
  return {
    outcomes: [...WAITING.map(judged), judged(CULPRIT), victimOutcome, ...COMPUTING.map(judged)],
    fastRequests,
    falseAlarms: [...SILENT.keys()].filter(route => {
      const written = reports.get(route);
      return written !== undefined && (slowest.get(route) ?? 0) < written.report.execution.thresholdMs;
    }),
  };
}
