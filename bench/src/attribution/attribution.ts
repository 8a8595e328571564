import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../monitor.js';
import { MeasuredProcess } from '../process/measured-process.js';
import type { Settings } from '../settings.js';
import { meanOf } from '../statistics/interval.js';
import { EXECUTIONS } from './burn.service.js';

export interface AttributionResult {
  readonly executions: number;
  /** Executions without a report: must be 0. */
  readonly missing: number;
  readonly truthMs: number;
  /** Error of the sum over all executions, in per cent of the true CPU time; positive if the report has too much. */
  readonly totalErrorPercent: number;
  /** Mean error of single executions, in per cent, without signs. */
  readonly meanErrorPercent: number;
  readonly maxErrorPercent: number;
  /** The largest difference between the parts of the accounting and the duration, in milliseconds. */
  readonly maxSumErrorMs: number;
  readonly meanUnexplainedPercent: number;
}

/** As many warm-up requests as executions, which opens their connections. */
const WARM_UP = 20;

interface Pair {
  readonly truthMs: number;
  readonly report: Report | undefined;
}

/** Compares the known CPU times of fifty concurrent executions with their reports. */
export async function measureAttribution({ rounds }: Settings['attribution']): Promise<AttributionResult> {
  process.stderr.write('attribution: ');
  const pairs: Pair[] = [];
  for (let round = 0; round < rounds; round++) {
    process.stderr.write('.');
    pairs.push(...(await measureRound()));
  }
  process.stderr.write('\n');
  const found = pairs.flatMap(({ truthMs, report }) =>
    report === undefined ? [] : [{ truthMs, ...reported(report) }],
  );
  const errors = found.map(({ truthMs, cpuMs }) => (100 * Math.abs(cpuMs - truthMs)) / truthMs);
  const truthMs = sum(found.map(each => each.truthMs));
  return {
    executions: pairs.length,
    missing: pairs.length - found.length,
    truthMs,
    totalErrorPercent: (100 * (sum(found.map(each => each.cpuMs)) - truthMs)) / truthMs,
    meanErrorPercent: meanOf(errors),
    maxErrorPercent: Math.max(...errors),
    maxSumErrorMs: Math.max(...found.map(each => each.sumErrorMs)),
    meanUnexplainedPercent: meanOf(found.map(each => each.unexplainedPercent)),
  };
}

async function measureRound(): Promise<Pair[]> {
  const directory = await mkdtemp(join(tmpdir(), 'bench-attribution-'));
  const app = await MeasuredProcess.start('attribution/attribution.app.js', [directory]);
  const get = async (path: string): Promise<string> =>
    (await fetch(`http://127.0.0.1:${app.ready.port}/${path}`)).text();
  try {
    for (let i = 0; i < WARM_UP; i++) await Promise.all(Array.from({ length: EXECUTIONS }, () => get('warm-up')));
    await Promise.all(Array.from({ length: EXECUTIONS }, (_, index) => get(`burn/${index}`)));
    await app.ask('flush');
    const burnt = await app.ask('burnt');
    const reports = await readReports(directory);
    return burnt.map((truthMs, index) => ({ truthMs, report: reports.get(`GET /burn/${index}`) }));
  } finally {
    await app.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function readReports(directory: string): Promise<Map<string, Report>> {
  const files = (await readdir(directory, { recursive: true })).filter(file => file.endsWith('.json'));
  const reports = await Promise.all(
    files.map(async file => JSON.parse(await readFile(join(directory, file), 'utf8')) as Report),
  );
  return new Map(reports.map(report => [report.execution.name, report]));
}

function reported({ accounting }: Report): { cpuMs: number; sumErrorMs: number; unexplainedPercent: number } {
  const { durationMs, cpuMs, gcMs, blockedMs, starvedMs, clientMs, unexplainedMs, waiting } = accounting;
  const parts = cpuMs + gcMs + blockedMs + starvedMs + clientMs + unexplainedMs + sum(waiting.map(({ ms }) => ms));
  return { cpuMs, sumErrorMs: Math.abs(parts - durationMs), unexplainedPercent: (100 * unexplainedMs) / durationMs };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, each) => total + each, 0);
}
