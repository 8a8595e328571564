import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MeasuredProcess } from '../process/measured-process.js';
import type { Settings } from '../settings.js';
import { percentiles } from '../statistics/percentiles.js';
import { shuffled } from '../statistics/shuffle.js';
import { measureClosing, type Closing } from './closing.js';
import { Redis } from './redis.js';
import { enter, recover, type State } from './states.js';
import { SteadyLoad } from './steady-load.js';

/** The store of claims. The embedded one does not use Redis, so the machine causes its differences. */
export const STORES = ['redis', 'embedded'] as const;

export type Store = (typeof STORES)[number];

/** The figures of one application in one state of one round. */
export interface Window {
  readonly store: Store;
  readonly state: State;
  readonly round: number;
  readonly requests: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly longestLagMs: number;
  /** Right after the window. */
  readonly listeners: number;
}

export interface OutageResult {
  readonly rounds: number;
  readonly windows: readonly Window[];
  /** Claims, confirmations and releases in Redis, in the windows with Redis. */
  readonly storeCalls: number;
  readonly rejections: number;
  readonly closings: readonly Closing[];
}

interface Subject {
  readonly store: Store;
  readonly process: MeasuredProcess;
  readonly load: SteadyLoad;
}

/** Requests of an application with its claims in Redis, while Redis runs, is frozen, is killed, and is back. */
export async function measureOutage(settings: Settings['outage']): Promise<OutageResult> {
  process.stderr.write('outage: ');
  const directory = await mkdtemp(join(tmpdir(), 'bench-outage-'));
  const redis = await Redis.reserve();
  const subjects: Subject[] = [];
  try {
    await redis.start();
    for (const store of STORES) subjects.push(await start(store, redis, join(directory, store)));
    await Promise.all(subjects.map(({ load }) => load.runFor(settings.warmUpMs)));
    const rounds = await measureRounds(subjects, redis, settings);
    const rejections = await Promise.all(subjects.map(each => each.process.ask('health')));
    return {
      rounds: settings.rounds,
      ...rounds,
      rejections: rejections.reduce((sum, health) => sum + health.rejections, 0),
      closings: await measureClosing(redis, directory, settings.closings),
    };
  } finally {
    redis.thaw();
    for (const { load } of subjects) load.close();
    await Promise.all(subjects.map(subject => subject.process.stop()));
    await redis.kill();
    await rm(directory, { recursive: true, force: true });
    process.stderr.write('\n');
  }
}

async function start(store: Store, redis: Redis, directory: string): Promise<Subject> {
  const process = await MeasuredProcess.start('outage/outage.app.js', [store, String(redis.port), directory]);
  return { store, process, load: await SteadyLoad.open(process.ready.port) };
}

async function measureRounds(
  subjects: readonly Subject[],
  redis: Redis,
  { rounds, windowMs }: Settings['outage'],
): Promise<Pick<OutageResult, 'windows' | 'storeCalls'>> {
  const windows: Window[] = [];
  let storeCalls = 0;
  for (let round = 0; round < rounds; round++) {
    process.stderr.write('.');
    const outages = shuffled<readonly State[]>([['present'], ['frozen'], ['killed', 'back']]);
    for (const states of outages) {
      for (const state of states) {
        const before = state === 'present' ? await redis.calls() : 0;
        await enter(state, redis);
        for (const subject of shuffled(subjects)) windows.push(await measureWindow(subject, state, round, windowMs));
        if (state === 'present') storeCalls += (await redis.calls()) - before;
      }
      for (const { store, load } of subjects) if (store === 'redis') await recover(redis, load);
    }
  }
  return { windows, storeCalls };
}

async function measureWindow(
  { store, process, load }: Subject,
  state: State,
  round: number,
  windowMs: number,
): Promise<Window> {
  await process.ask('health');
  const latenciesMs = await load.runFor(windowMs);
  const { longestLagMs, listeners } = await process.ask('health');
  const [p50Ms = Number.NaN, p99Ms = Number.NaN] = percentiles(latenciesMs, [0.5, 0.99]);
  return { store, state, round, requests: latenciesMs.length, p50Ms, p99Ms, longestLagMs, listeners };
}
