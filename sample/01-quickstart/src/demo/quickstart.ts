import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { PerformanceMonitorService } from 'nestjs-performance-monitor';
import { AppModule } from '../app.module.js';
import { startUpstream } from '../upstream.process.js';
import { runClients } from './clients.process.js';
import { HeldUpNotifier } from './held-up.notifier.js';
import { judge, judgeVictim, type Outcome } from './outcome.js';
import { COMPUTING, CULPRIT, type PlantedCause, SILENT, VICTIM, WAITING } from './planted-causes.js';
import { emptyReports, readReports } from './report-files.js';
import { Starvation } from './starvation.js';
import { warmUp } from './warm-up.js';

const REPORTS_MS = '25s';

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
  const monitor = app.get(PerformanceMonitorService);
  await warmUp(url, monitor);
  const { fastRequests, slowestMs } = await runClients(url);
  const slowest = new Map(slowestMs);
  // Reports are written behind the requests.
  await monitor.flush(REPORTS_MS);
  const reports = await readReports();
  const starvation = new Starvation(reports.values(), monitor.getStats().alerts.reasons.starved ?? 0);
  const judged = (one: PlantedCause): Outcome => judge(one, reports.get(one.route), starvation);
  const culprit = judged(CULPRIT);
  const heldUpBy = app.get(HeldUpNotifier).culpritOf(VICTIM.route);
  const victim = judgeVictim(VICTIM, culprit, heldUpBy, reports.get(VICTIM.route));
  return {
    outcomes: [...WAITING.map(judged), culprit, victim, ...COMPUTING.map(judged)],
    fastRequests,
    falseAlarms: [...SILENT.keys()].filter(route => {
      const written = reports.get(route);
      return written !== undefined && (slowest.get(route) ?? 0) < written.report.execution.thresholdMs;
    }),
  };
}
