import { setTimeout as delay } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { PerformanceMonitorService } from '../monitor.js';
import {
  AlertComposer,
  AlertPipeline,
  diagnosing,
  Explainer,
  OwnWork,
  SourceMapResolver,
  type FinishedExecution,
  type RecordingHandle,
} from '../monitor-internals.js';
import { median } from '../statistics/percentiles.js';
import { LargeExport } from './large-export.js';
import { longestOf, LoopWatch } from './loop-watch.js';

/** The figures of one step towards a report. */
export interface StageHold {
  readonly stage: string;
  /** Wall time of the step, turns of the loop included. */
  readonly medianMs: number;
  /** Longest turn of the loop during the step: median and maximum of the runs. */
  readonly medianLongestMs: number;
  readonly longestMs: number;
  readonly longestWorkMs: number;
  readonly longestGcMs: number;
}

const CONTROL_MS = 50;

type Measure = <T>(stage: string, run: () => Promise<T>) => Promise<T>;

const NO_REPEATS = { count: 0, worstMs: 0, since: new Date(0).toISOString() };

/** Makes large recordings, and runs the steps for each of them, with no other work in the process. */
export async function measureStages(app: INestApplicationContext, executions: number): Promise<StageHold[]> {
  const watch = new LoopWatch();
  const runs = new Map<string, { ms: number; longestMs: number; workMs: number; gcMs: number }[]>();
  const measure: Measure = async (stage, run) => {
    watch.start();
    const start = performance.now();
    const result = await run();
    const ms = performance.now() - start;
    const turns = watch.stop();
    const seen = runs.get(stage) ?? [];
    const { longestWorkMs: workMs, longestGcMs: gcMs } = turns;
    runs.set(stage, [...seen, { ms, longestMs: longestOf(turns), workMs, gcMs }]);
    return result;
  };
  for (let i = 0; i < executions; i++) await takeThrough(app, await recordOne(app, watch), measure);
  return [...runs].map(([stage, seen]) => ({
    stage,
    medianMs: median(seen.map(run => run.ms)),
    medianLongestMs: median(seen.map(run => run.longestMs)),
    longestMs: Math.max(...seen.map(run => run.longestMs)),
    longestWorkMs: Math.max(...seen.map(run => run.workMs)),
    longestGcMs: Math.max(...seen.map(run => run.gcMs)),
  }));
}

interface Raised {
  readonly execution: FinishedExecution;
  readonly handle: RecordingHandle;
}

/** Runs one large execution, and intercepts it before the alert. */
async function recordOne(app: INestApplicationContext, watch: LoopWatch): Promise<Raised> {
  const pipeline = app.get(AlertPipeline, { strict: false });
  const raised = new Promise<Raised>(resolve => {
    pipeline.raise = (execution, handle) => resolve({ execution, handle });
  });
  const monitor = app.get(PerformanceMonitorService, { strict: false });
  // The watch runs between the resumes. Alone on the loop, an execution would never be interrupted.
  watch.start();
  await monitor.profile('export', () => app.get(LargeExport).run());
  watch.stop();
  return raised;
}

async function takeThrough(
  app: INestApplicationContext,
  { execution, handle }: Raised,
  measure: Measure,
): Promise<void> {
  // The delays of an idle loop, caused by the machine.
  await measure('nothing, for comparison', () => delay(CONTROL_MS));
  const recording = await measure('cut', () => handle.cut());
  const sources = app.get(SourceMapResolver, { strict: false });
  const mapped = await measure('source maps', () => sources.resolve(recording));
  const work = app.get(OwnWork, { strict: false });
  await measure('diagnosis', () => work.run(diagnosing(mapped, { cwd: process.cwd() })));
  const explainer = app.get(Explainer, { strict: false });
  const fingerprint = '0'.repeat(32);
  const cutAlready: RecordingHandle = {
    cut: async () => recording,
    release: () => undefined,
    isStarved: () => false,
    isAlone: () => false,
  };
  const { report } = await measure('source maps, diagnosis and report', () =>
    explainer.explain({ execution, fingerprint, handle: cutAlready, lateMs: execution.durationMs }),
  );
  const alert = app.get(AlertComposer, { strict: false }).compose(report, fingerprint, NO_REPEATS, []);
  await measure('render json', () => alert.render('json'));
  await measure('render html', () => alert.render('html'));
}
