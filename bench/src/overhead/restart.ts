import { VARIANTS, type MeasuredVariant, type Variant } from '../app/variant.js';
import { LoadGenerator } from '../load/load-generator.js';
import { MeasuredProcess } from '../process/measured-process.js';
import type { Settings } from '../settings.js';
import { shuffled } from '../statistics/shuffle.js';
import type { Workload } from './workloads.js';

/** The figures of one variant between two starts of the processes. */
export interface VariantRun {
  readonly bootMs: number;
  /** One figure for each round. */
  readonly cpuUsPerRequest: number[];
  readonly latenciesMs: number[];
}

export type Restart = Readonly<Record<Variant, VariantRun>> & Readonly<Partial<Record<MeasuredVariant, VariantRun>>>;

/** Ports of the servers that replace databases. */
export interface Ports {
  readonly line: number;
  readonly postgres: number;
}

interface Subject {
  readonly variant: MeasuredVariant;
  readonly process: MeasuredProcess;
  readonly load: LoadGenerator;
  readonly run: VariantRun;
}

/**
 * Starts one process for each variant, all at the same time. Then sends requests to one after another, in a new order
 * each round, so that other work of the machine affects all of them equally.
 */
export async function measureRestart(
  { path, usesPostgres }: Workload,
  ports: Ports,
  settings: Settings['overhead'],
): Promise<Restart> {
  const subjects: Subject[] = [];
  const variants: readonly MeasuredVariant[] = [
    ...VARIANTS,
    ...(settings.against === undefined ? [] : (['earlier'] as const)),
    ...(usesPostgres === true ? (['without-libraries'] as const) : []),
  ];
  const postgres = usesPostgres === true ? ports.postgres : 0;
  try {
    for (const variant of shuffled(variants)) subjects.push(await start(variant, path, { ...ports, postgres }));
    for (const { load } of subjects) await load.runFor(settings.warmUpMs);
    for (let round = 0; round < settings.roundsPerRestart; round++) {
      for (const subject of shuffled(subjects)) await measureWindow(subject, settings.windowMs);
    }
  } finally {
    for (const { load } of subjects) load.close();
    await Promise.all(subjects.map(subject => subject.process.stop()));
  }
  return Object.fromEntries(subjects.map(({ variant, run }) => [variant, run])) as unknown as Restart;
}

async function start(variant: MeasuredVariant, path: string, { line, postgres }: Ports): Promise<Subject> {
  const process = await MeasuredProcess.start('app/server.js', [variant, String(line), String(postgres)]);
  const load = await LoadGenerator.open(process.ready.port, path);
  return { variant, process, load, run: { bootMs: process.ready.bootMs, cpuUsPerRequest: [], latenciesMs: [] } };
}

/** CPU time of all threads of the process, from before the first request to after the last response. */
async function measureWindow({ process, load, run }: Subject, windowMs: number): Promise<void> {
  const before = await process.ask('usage');
  const { requests, latenciesMs } = await load.runFor(windowMs);
  const after = await process.ask('usage');
  run.cpuUsPerRequest.push((after - before) / requests);
  for (const latency of latenciesMs) run.latenciesMs.push(latency);
}
