import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable } from '@nestjs/common';
import { Profile, type RecordingLevel, type Report } from '../../lib/index.js';
import { RecordingLevels } from '../../lib/overhead/recording-levels.js';
import { delay, PLATFORMS, spanNames, spin, TestApp, until } from './support/test-app.js';
import { ownMs } from '../support/own-time.js';

const BUSY_MS = 120;

function burn(): void {
  spin(BUSY_MS);
}

@Injectable()
class Work {
  /** Runs in the middle of a request. */
  meanwhile: () => void = () => undefined;

  async load(): Promise<void> {
    await delay(20);
    this.meanwhile();
    await delay(20);
  }

  @Profile()
  async render(): Promise<void> {
    await delay(1);
    burn();
  }
}

@Controller()
class WorkController {
  constructor(private readonly work: Work) {}

  @Get('work')
  async get(): Promise<string> {
    await this.work.load();
    await this.work.render();
    return 'done';
  }
}

describe.each(PLATFORMS)('the recording level on %s', platform => {
  let app: TestApp;
  let levels: RecordingLevels;
  let fingerprints = 0;
  const seen = new Set<string>();

  beforeEach(async () => {
    const fingerprint = (): string => String((fingerprints += 1));
    const metadata = { controllers: [WorkController], providers: [Work] };
    app = await TestApp.start(metadata, { threshold: 100, fingerprint }, platform);
    levels = app.app.get(RecordingLevels, { strict: false });
  });
  afterEach(() => app.close());

  /** The report about one request. */
  async function reportOfOne(): Promise<Report> {
    expect(await (await fetch(`${app.url}/work`)).text()).toBe('done');
    let fresh: Report | undefined;
    await until(async () => {
      fresh = (await app.reports()).find(({ id }) => !seen.has(id));
      return fresh !== undefined;
    }, 'a report');
    if (fresh === undefined) throw new Error('no report');
    seen.add(fresh.id);
    return fresh;
  }

  const spansOf = (report: Report): string[] => spanNames(report).slice(1);
  const aboutLevels = ({ monitor }: Report): string[] => monitor.degraded.filter(line => line.includes('level'));

  function expectWhole({ accounting, execution }: Report): void {
    const { cpuMs, gcMs, blockedMs, starvedMs, clientMs, unexplainedMs, waiting } = accounting;
    const sum = waiting.reduce(
      (total, { ms }) => total + ms,
      cpuMs + gcMs + blockedMs + starvedMs + clientMs + unexplainedMs,
    );
    expect(Math.abs(sum - execution.durationMs)).toBeLessThanOrEqual(Math.max(1, execution.durationMs / 100));
  }

  const withoutProviders = ['WorkController.get', 'Work.render'];
  it.each<[RecordingLevel, string[], { readonly samples: boolean; readonly code: boolean }]>([
    ['full', ['WorkController.get', 'Work.load', 'Work.render'], { samples: true, code: true }],
    ['no-provider-spans', withoutProviders, { samples: true, code: true }],
    ['no-samples', withoutProviders, { samples: false, code: true }],
    ['counters-only', [], { samples: false, code: false }],
  ])('%s is in the report, with all that it allows, and can be raised again', async (level, spans, has) => {
    levels.change(level);
    const lowered = await reportOfOne();
    expect(lowered.execution.level).toBe(level);
    expect(spansOf(lowered)).toEqual(spans);
    expect(lowered.monitor.samples > 0).toBe(has.samples);
    expect(lowered.accounting.cpuMs >= BUSY_MS * 0.5).toBe(has.code);
    expect(aboutLevels(lowered)).toHaveLength(level === 'full' ? 0 : 1);
    expectWhole(lowered);

    levels.change('full');
    const raised = await reportOfOne();
    expect(raised.execution.level).toBe('full');
    expect(spansOf(raised)).toEqual(['WorkController.get', 'Work.load', 'Work.render']);
    expect(raised.monitor.samples).toBeGreaterThan(0);
    expect(ownMs(raised.accounting)).toBeGreaterThan(BUSY_MS * 0.5);
    expect(aboutLevels(raised)).toEqual([]);
    expect(app.monitor.getStats()).toMatchObject({ executions: 2, slow: 2 });
    expect(app.logger.ours().filter(line => line.startsWith('error'))).toEqual([]);
  });

  it.each<RecordingLevel>(['no-samples', 'counters-only'])(
    'is the lowest of those in force while a request ran: %s, in the middle of it',
    async level => {
      const work = app.app.get(Work);
      work.meanwhile = () => levels.change(level);
      const began = await reportOfOne();
      expect([began.execution.level, levels.current]).toEqual([level, level]);
      expectWhole(began);
      expect(began.accounting.blockedMs).toBeLessThan(BUSY_MS / 2);

      work.meanwhile = () => levels.change('full');
      const ended = await reportOfOne();
      expect([ended.execution.level, levels.current]).toEqual([level, 'full']);
      expectWhole(ended);
      expect(ended.accounting.blockedMs).toBeLessThan(BUSY_MS / 2);
      expect(ownMs(ended.accounting)).toBeGreaterThan(BUSY_MS * 0.5);
      expect(spansOf(ended)).toContain('Work.render');
    },
  );

  it('lets methods that run on their own be counted and timed, also through changes', async () => {
    const work = app.app.get(Work);
    levels.change('counters-only');
    const first = work.render();
    levels.change('full');
    const second = work.render();
    levels.change('counters-only');
    await Promise.all([first, second, work.render()]);
    await until(() => app.monitor.getStats().executions === 3, 'three executions');
    const [endpoint] = app.monitor.getStats().endpoints;
    expect(endpoint).toMatchObject({ kind: 'function', name: 'Work.render', count: 3, slow: 3 });
  });

  it('holds when the monitor is disabled and enabled again', async () => {
    levels.change('counters-only');
    app.monitor.disable();
    app.monitor.enable();
    const report = await reportOfOne();
    expect([report.execution.level, report.monitor.samples]).toEqual(['counters-only', 0]);
    expect(spansOf(report)).toEqual([]);
  });
});
