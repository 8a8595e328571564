import { describe, expect, it } from '@jest/globals';
import { noFiles } from '../../../../lib/recorder/processor/kernel-files.js';
import { ProcessorReadings } from '../../../../lib/recorder/processor/processor-readings.js';
import { CONTAINER_V2, RecordedFiles } from './recorded-files.js';

const OWN = '/proc/thread-self/schedstat';
const SAMPLER = '/proc/self/task/12';
const INTERVAL = 10;

/** Two thousand milliseconds of running, and a sampler. */
const HOST = {
  [OWN]: '2000000000 5000000 900\n',
  '/proc/self/task/9/comm': 'node\n',
  '/proc/self/task/9/schedstat': '2000000000 5000000 900\n',
  [`${SAMPLER}/comm`]: 'v8:ProfEvntProc\n',
  [`${SAMPLER}/schedstat`]: '30000000 1000000 400\n',
};

class Readings {
  readonly files: RecordedFiles;
  private readonly readings: ProcessorReadings;
  private cpuMs = 2_100;
  private now = 1_000;

  constructor(texts: Record<string, string | undefined>) {
    this.files = new RecordedFiles({ ...texts });
    this.readings = new ProcessorReadings(this.files, () => ({ user: this.cpuMs * 1_000, system: 0 }));
  }

  /** The reading after a second in which the thread ran, was delayed, and the sampler took turns. */
  after({ ran = 0, delayed = 0, turns = 98, samplerDelayed = 0, others = 0 }, interval = INTERVAL) {
    this.now += 1_000;
    this.cpuMs += ran + others;
    this.add(OWN, ran, delayed, 5);
    this.add(`${SAMPLER}/schedstat`, 1, samplerDelayed, turns);
    return this.take(interval);
  }

  take(interval = INTERVAL) {
    return this.readings.take(this.now, interval);
  }

  private add(path: string, ...more: number[]): void {
    const before = this.files.texts[path]?.split(' ').map(Number);
    if (before === undefined) return;
    const [ran = 0, delayed = 0, turns = 0] = more;
    const totals = [(before[0] ?? 0) + ran * 1e6, (before[1] ?? 0) + delayed * 1e6, (before[2] ?? 0) + turns];
    this.files.texts[path] = `${totals.join(' ')}\n`;
  }
}

describe('ProcessorReadings', () => {
  it('reports the use since the last reading, from the second one on', () => {
    const readings = new Readings(HOST);
    expect(readings.take()).toBeUndefined();
    expect(readings.after({ ran: 400, delayed: 500, others: 30 })).toEqual({
      elapsedMs: 1_000,
      ranMs: 400,
      delayedMs: 500,
      sampler: { ranMs: expect.closeTo(1), delayedMs: 0, turns: 98 },
      othersMs: expect.closeTo(30),
      throttledMs: 0,
      limit: undefined,
    });
  });

  it('reports no sampler without one, and where several threads sample', () => {
    const without = new Readings({ [OWN]: HOST[OWN] });
    without.take();
    expect(without.after({})?.sampler).toBeUndefined();
    const paused = new Readings(HOST);
    paused.take(0);
    expect(paused.after({}, 0)?.sampler).toBeUndefined();
    const several = new Readings({ ...HOST, '/proc/self/task/31/comm': 'v8:ProfEvntProc\n' });
    several.take();
    expect(several.after({})?.sampler).toBeUndefined();
  });

  it('finds the sampler again after a restart', () => {
    const readings = new Readings(HOST);
    readings.take();
    for (const file of ['comm', 'schedstat']) {
      readings.files.texts[`/proc/self/task/40/${file}`] = file === 'comm' ? 'v8:ProfEvntProc\n' : '1000 0 3\n';
      delete readings.files.texts[`${SAMPLER}/${file}`];
    }
    expect(readings.after({})?.sampler).toBeUndefined();
    readings.files.texts['/proc/self/task/40/schedstat'] = '1000 0 23\n';
    expect(readings.after({})?.sampler?.turns).toBe(20);
  });

  it('reports the limit, and its throttling of a process that sleeps', () => {
    const readings = new Readings({ ...HOST, ...CONTAINER_V2 });
    readings.take();
    readings.files.texts['/sys/fs/cgroup/cpu.stat'] = 'nr_throttled 821\nthrottled_usec 73945210\n';
    expect(readings.after({ delayed: 40, samplerDelayed: 860 })).toMatchObject({
      delayedMs: 860,
      throttledMs: 900,
      limit: 0.1,
    });
  });

  it('uses the throttling alone where the kernel reports no run delay', () => {
    const readings = new Readings({ ...CONTAINER_V2, [OWN]: '0 0 0\n' });
    readings.take();
    readings.files.texts['/sys/fs/cgroup/cpu.stat'] = 'nr_throttled 821\nthrottled_usec 73797210\n';
    const use = readings.after({ others: 400 });
    expect(use).toMatchObject({ delayedMs: 752, throttledMs: 752, sampler: undefined });
    // It is unknown which thread ran: the time is counted once.
    expect(use).toMatchObject({ ranMs: 400, othersMs: 0 });
  });

  it.each([
    ['no file', {}],
    ['no figures', { [OWN]: '0 0 0\n' }],
    ['other texts', { [OWN]: 'denied\n', '/proc/self/cgroup': 'x' }],
  ])('reports nothing with %s', (_, texts) => {
    const readings = new Readings(texts);
    readings.take();
    expect(readings.after({})).toBeUndefined();
  });

  it('reads nothing on other systems', () => {
    const readings = new ProcessorReadings(noFiles);
    readings.take(0, INTERVAL);
    expect(readings.take(1_000, INTERVAL)).toBeUndefined();
  });

  it('looks at the current period without an end to it', () => {
    const readings = new ProcessorReadings(new RecordedFiles({ ...HOST }), () => ({ user: 0, system: 0 }));
    expect(readings.peek(500, INTERVAL)).toBeUndefined();
    readings.take(1_000, INTERVAL);
    expect(readings.peek(1_500, INTERVAL)).toMatchObject({ elapsedMs: 500 });
    expect(readings.take(2_000, INTERVAL)).toMatchObject({ elapsedMs: 1_000 });
  });

  it('reads a few small files', () => {
    const readings = new Readings({ ...HOST, ...CONTAINER_V2 });
    readings.take();
    readings.files.reads.length = 0;
    readings.after({});
    expect(readings.files.reads).toHaveLength(3);
  });
});
