import { setTimeout as sleep } from 'node:timers/promises';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { startUpstream } from '../upstream.process.js';
import { BackgroundTraffic } from './background-traffic.js';
import { HeldUpNotifier } from './held-up.notifier.js';
import { judge, judgeVictim, type Outcome } from './outcome.js';
import { COMPUTING, CULPRIT, type PlantedCause, SILENT, VICTIM, WAITING } from './planted-causes.js';
import { emptyReports, reportsOf } from './report-files.js';

const CLIENTS_PER_PAGE = 2;
const VICTIMS = 8;
/** A victim waits 60 ms for the stock; it must have begun by the time that the export holds the loop. */
const UNTIL_VICTIM_WAITS_MS = 20;

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
    return await drive(await app.getUrl(), app.get(HeldUpNotifier));
  } finally {
    await app?.close();
    await upstream.stop();
  }
}

async function drive(app: string, heldUp: HeldUpNotifier): Promise<QuickstartResult> {
  const fast = new BackgroundTraffic(app, SILENT, CLIENTS_PER_PAGE);
  await fast.isUnderWay();
  await Promise.all(WAITING.map(planted => planted.send(app)));
  await fast.stop();

  // The export must find other requests under way: who arrives while the loop is held has not begun yet.
  const victims = new BackgroundTraffic(app, [[VICTIM.route, '/orders/7']], VICTIMS);
  await victims.isUnderWay();
  const victim = VICTIM.send(app);
  await sleep(UNTIL_VICTIM_WAITS_MS);
  await CULPRIT.send(app);
  await Promise.all([victim, victims.stop()]);

  for (const planted of COMPUTING) await planted.send(app);

  const planted = [...WAITING, CULPRIT, ...COMPUTING];
  const reports = await reportsOf(planted.map(({ route }) => route));
  const judged = (one: PlantedCause): Outcome => judge(one, reports.get(one.route));
  const victimOutcome = judgeVictim(VICTIM, CULPRIT, heldUp.culpritOf(VICTIM.route));
  return {
    outcomes: [...WAITING.map(judged), judged(CULPRIT), victimOutcome, ...COMPUTING.map(judged)],
    fastRequests: fast.requests,
    falseAlarms: [...SILENT.keys()].filter(route => {
      const written = reports.get(route);
      return written !== undefined && (fast.slowestMs.get(route) ?? 0) < written.report.execution.thresholdMs;
    }),
  };
}
