import { AsyncLocalStorage } from 'node:async_hooks';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Alert } from '../../../lib/alerts/alert.interface.js';
import { AlertBuildError, type AlertBuilder } from '../../../lib/alerts/alert-builder.js';
import { AlertClaims } from '../../../lib/alerts/alert-claims.js';
import { AlertPipeline } from '../../../lib/alerts/alert-pipeline.js';
import type { ClaimStore } from '../../../lib/alerts/claims/claim-store.interface.js';
import { MemoryClaimStore } from '../../../lib/alerts/claims/memory-claim-store.js';
import { Dispatcher } from '../../../lib/alerts/dispatcher.js';
import type { FinishedExecution } from '../../../lib/execution/finished-execution.interface.js';
import { AlertFiles } from '../../../lib/notifiers/alert-files.js';
import type { Notifier } from '../../../lib/notifiers/notifier.interface.js';
import type { ResolvedOptions } from '../../../lib/options/resolved-options.interface.js';
import type { RecordingHandle } from '../../../lib/recorder/recording-handle.interface.js';
import type { AlertStats } from '../../../lib/stats/performance-stats.interface.js';
import { OverheadMeter } from '../../../lib/stats/overhead-meter.js';
import { StatsService } from '../../../lib/stats/stats.service.js';
import {
  FakeHandle,
  HeldNotifier,
  LogKeeper,
  alertOf,
  executionOf,
  microtasks,
  optionsOf,
  reportOf,
} from './fixtures.js';

type Build = (
  execution: FinishedExecution,
  handle: RecordingHandle,
  fingerprint: string,
  repeats: Alert['repeats'],
) => Promise<Alert>;

/** Cuts as the real one does, and makes an alert without a diagnosis. */
const buildAtOnce: Build = async (execution, handle, fingerprint, repeats) => {
  await handle.cut();
  const { name, kind, durationMs, thresholdMs } = execution;
  return alertOf({
    id: `alert-${execution.id}`,
    fingerprint,
    repeats,
    report: reportOf({ name, kind, durationMs, thresholdMs }),
  });
};

interface Parts {
  notifiers: Notifier[];
  build: Build;
  store: ClaimStore;
  options: Partial<ResolvedOptions>;
}

class Setup {
  readonly log = new LogKeeper();
  readonly files = new AlertFiles();
  readonly built: FinishedExecution[] = [];
  now = 0;
  readonly pipeline: AlertPipeline;
  private readonly stats = new StatsService(new OverheadMeter());

  constructor(parts: Partial<Parts> = {}) {
    const options = optionsOf(parts.options);
    const { logger } = this.log;
    const build = parts.build ?? buildAtOnce;
    const builder = {
      build: (...args: Parameters<Build>) => {
        this.built.push(args[0]);
        return build(...args);
      },
    };
    this.pipeline = new AlertPipeline(
      new AlertClaims(parts.store ?? new MemoryClaimStore(() => this.now), options, logger),
      builder as AlertBuilder,
      new Dispatcher(parts.notifiers ?? [], options, logger),
      this.files,
      this.stats,
      logger,
      options,
    );
  }

  get counts(): AlertStats {
    return this.stats.snapshot().alerts;
  }

  raise(part: Partial<FinishedExecution> = {}, handle = new FakeHandle()): FakeHandle {
    this.pipeline.raise(executionOf(part), handle);
    return handle;
  }

  async raiseAndWait(part: Partial<FinishedExecution> = {}): Promise<boolean> {
    this.raise(part);
    return this.pipeline.flush(1_000);
  }
}

const failing: Notifier = { name: 'failing', notify: () => Promise.reject(new Error('down')) };

describe('AlertPipeline', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(async () => {
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
    // A rejection that nobody handles would fail the test in this turn of the loop.
    await new Promise(resolve => setImmediate(resolve));
  });

  it('delivers, counts, and says so in one line with the files that were written', async () => {
    const given: Alert[] = [];
    const notify = async (alert: Alert): Promise<void> => {
      given.push(alert);
      setup.files.add(alert, '/reports/x.html');
    };
    const setup = new Setup({ notifiers: [{ name: 'mine', notify }] });
    const handle = setup.raise();
    expect(await setup.pipeline.flush(1_000)).toBe(true);
    expect(given).toMatchObject([{ report: { execution: { name: 'GET /orders/:id' } }, repeats: { count: 0 } }]);
    expect(setup.counts).toEqual({ sent: 1, suppressed: 0, failed: 0, dropped: 0 });
    expect(handle).toMatchObject({ cuts: 1, releases: 0 });
    expect(setup.log).toMatchObject({
      lines: [
        'Slow: GET /orders/:id took 1.84 s (threshold 1 s): 78 % waiting for PostgreSQL. Report: /reports/x.html',
      ],
      failures: [],
    });
  });

  it('makes one report of a storm of 1 000 slow executions of one endpoint', async () => {
    const held = new HeldNotifier();
    const setup = new Setup({ notifiers: [held] });
    const handles = Array.from({ length: 1_000 }, (_, id) => setup.raise({ id }));
    await microtasks();
    held.calls[0]?.succeed();
    expect(await setup.pipeline.flush(1_000)).toBe(true);
    expect(setup.built).toHaveLength(1);
    expect(held.calls).toHaveLength(1);
    expect(setup.counts).toEqual({ sent: 1, suppressed: 999, failed: 0, dropped: 0 });
    expect(handles.filter(handle => handle.cuts === 1 && handle.releases === 0)).toHaveLength(1);
    expect(handles.filter(handle => handle.cuts === 0 && handle.releases === 1)).toHaveLength(999);
    expect(setup.log.lines).toHaveLength(1);
  });

  it('only counts within the window, and tells the next alert what it counted', async () => {
    const given: Alert[] = [];
    const keep: Notifier = { name: 'keep', notify: async alert => void given.push(alert) };
    const setup = new Setup({ notifiers: [keep], options: { alertWindowMs: 1_000 } });
    await setup.raiseAndWait();
    setup.now = 999;
    expect(await setup.raiseAndWait({ durationMs: 5_000 })).toBe(true);
    await setup.raiseAndWait({ durationMs: 2_000 });
    expect(given).toHaveLength(1);
    setup.now = 1_000;
    await setup.raiseAndWait();
    expect(given[1]).toMatchObject({ repeats: { count: 2, worstMs: 5_000 } });
    expect(setup.counts).toMatchObject({ sent: 2, suppressed: 2 });
  });

  it('is delivered when one of two notifiers has delivered', async () => {
    const setup = new Setup({ notifiers: [failing, { name: 'well', notify: async () => undefined }] });
    expect(await setup.raiseAndWait()).toBe(true);
    await setup.raiseAndWait();
    expect(setup.counts).toEqual({ sent: 1, suppressed: 1, failed: 0, dropped: 0 });
    expect(setup.log.failures).toEqual(['Notifier failing could not deliver: the alert about GET /orders/:id: down']);
  });

  it('after a failed delivery lets the next slow execution alert, with what was counted before', async () => {
    const given: Alert[] = [];
    let down = true;
    const notify = async (alert: Alert): Promise<void> => {
      given.push(alert);
      if (down) throw new Error('down');
    };
    const setup = new Setup({ notifiers: [{ name: 'n', notify }] });
    setup.raise();
    setup.raise({ durationMs: 7_000 });
    expect(await setup.pipeline.flush(1_000)).toBe(false);
    await setup.raiseAndWait();
    down = false;
    expect(await setup.raiseAndWait()).toBe(true);
    expect(setup.counts).toEqual({ sent: 1, suppressed: 1, failed: 2, dropped: 0 });
    // The two whose alerts nobody got are told, too.
    expect(given[2]).toMatchObject({ repeats: { count: 3, worstMs: 7_000 } });
    expect(setup.log.lines[0]).toContain('No notifier delivered this alert.');
  });

  it('without any notifier the log line is the delivery', async () => {
    const setup = new Setup();
    expect(await setup.raiseAndWait()).toBe(true);
    await setup.raiseAndWait();
    expect(setup.counts).toMatchObject({ sent: 1, suppressed: 1, failed: 0 });
    expect(setup.log.lines).toHaveLength(1);
  });

  it.each([
    [
      'names the step that failed',
      new AlertBuildError('A recording could not be explained', { cause: new Error('odd\nspan') }),
      'A recording could not be explained: odd span',
    ],
    ['takes any other failure, too', new Error('unknown'), 'An alert could not be sent: unknown'],
  ])('when no report can be made: %s', async (_, error, line) => {
    const setup = new Setup({ build: () => Promise.reject(error) });
    expect(await setup.raiseAndWait()).toBe(false);
    expect(setup.counts).toEqual({ sent: 0, suppressed: 0, failed: 1, dropped: 0 });
    expect(setup.log.failures).toEqual([line]);
    await setup.raiseAndWait();
    expect(setup.built).toHaveLength(2);
  });

  it('when the claims can not be asked: logs, counts and lets the recording go', async () => {
    const gone = (): Promise<never> => Promise.reject(new Error('store gone'));
    const setup = new Setup({ store: { claim: gone, confirm: gone, release: gone } });
    const handle = setup.raise();
    expect(await setup.pipeline.flush(1_000)).toBe(false);
    expect(handle).toMatchObject({ cuts: 0, releases: 1 });
    expect(setup.counts.failed).toBe(1);
    expect(setup.log.failures).toEqual(['Could not ask whether an alert was sent before: store gone']);
  });

  it('takes 1 000 endpoints while the claims do not answer, and drops one more', () => {
    const never = (): Promise<never> => new Promise(() => undefined);
    const setup = new Setup({ store: { claim: never, confirm: never, release: never } });
    for (let index = 0; index < 1_000; index += 1) setup.raise({ name: `GET /${index}` });
    expect(setup.counts.dropped).toBe(0);
    const handle = setup.raise({ name: 'GET /one-more' });
    expect(setup.counts.dropped).toBe(1);
    expect(handle).toMatchObject({ cuts: 0, releases: 1 });
  });

  it('has 4 reports in the making, 100 waiting, and drops the oldest for one more', async () => {
    const ends: (() => void)[] = [];
    const build: Build = async (...args) => {
      await new Promise<void>(resolve => ends.push(resolve));
      return buildAtOnce(...args);
    };
    const setup = new Setup({ build });
    const handles = Array.from({ length: 104 }, (_, id) => setup.raise({ id, name: `GET /${id}` }));
    await microtasks();
    expect(setup.built).toHaveLength(4);
    expect(setup.counts.dropped).toBe(0);

    handles.push(setup.raise({ id: 104, name: 'GET /104' }));
    await microtasks();
    expect(setup.counts.dropped).toBe(1);
    expect(handles[4]).toMatchObject({ cuts: 0, releases: 1 });

    setup.raise({ id: 105, name: 'GET /4' });
    await microtasks();
    expect(setup.counts).toMatchObject({ suppressed: 0, dropped: 2 });
    while (ends.length > 0) {
      ends.shift()?.();
      await microtasks();
    }
    expect(setup.counts).toMatchObject({ sent: 104, dropped: 2 });
    expect(handles.every(handle => handle.cuts + handle.releases === 1)).toBe(true);
  });

  it('counts an alert that a full delivery queue has dropped, and lets its endpoint alert again', async () => {
    const held = new HeldNotifier();
    const delivery = { queueSize: 1, timeoutMs: 30_000, shutdownTimeoutMs: 5_000 };
    const setup = new Setup({ notifiers: [held], options: { delivery } });
    for (const name of ['a', 'b', 'c', 'd']) setup.raise({ name });
    await microtasks();
    expect(setup.counts).toMatchObject({ sent: 0, failed: 0, dropped: 1 });
    for (const index of [0, 1, 2]) {
      held.calls[index]?.succeed();
      await microtasks();
    }
    setup.raise({ name: 'c' });
    await microtasks();
    expect(held.calls.map(call => call.alert.report.execution.name)).toEqual(['a', 'b', 'd', 'c']);
    held.calls[3]?.succeed();
    await microtasks();
    expect(setup.counts).toMatchObject({ sent: 4, dropped: 1 });
  });

  it("runs in nobody's async context", async () => {
    const requestContext = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const build: Build = (...args) => {
      seen.push(requestContext.getStore());
      return buildAtOnce(...args);
    };
    const notify = async (): Promise<void> => void seen.push(requestContext.getStore());
    const setup = new Setup({ build, notifiers: [{ name: 'n', notify }] });
    requestContext.run('a request', () => {
      setup.raise();
      expect(requestContext.getStore()).toBe('a request');
    });
    await setup.pipeline.flush(1_000);
    expect(seen).toEqual([undefined, undefined]);
  });

  it('survives a recording that can not be let go', async () => {
    const setup = new Setup();
    await setup.raiseAndWait();
    const handle = new FakeHandle();
    handle.release = () => {
      throw new Error('stuck');
    };
    setup.raise({}, handle);
    expect(await setup.pipeline.flush(1_000)).toBe(true);
    expect(setup.log.failures).toEqual(['A recording could not be let go: stuck']);
    expect(setup.counts.suppressed).toBe(1);
  });

  describe('flush', () => {
    it('is true at once when nothing is on its way', async () => {
      expect(await new Setup().pipeline.flush(1_000)).toBe(true);
    });

    it('is false when the time is over, and later true', async () => {
      const held = new HeldNotifier();
      const setup = new Setup({ notifiers: [held] });
      setup.raise();
      const early = setup.pipeline.flush(1_000);
      await jest.advanceTimersByTimeAsync(1_000);
      expect(await early).toBe(false);
      const late = setup.pipeline.flush(1_000);
      held.calls[0]?.succeed();
      expect(await late).toBe(true);
    });
  });

  describe('close', () => {
    it('delivers what it can within the time, and takes nothing more', async () => {
      const held = new HeldNotifier();
      const setup = new Setup({ notifiers: [held] });
      setup.raise();
      await microtasks();
      const closed = setup.pipeline.close();
      const handle = setup.raise({ name: 'late' });
      await jest.advanceTimersByTimeAsync(4_999);
      held.calls[0]?.succeed();
      await closed;
      expect(setup.counts).toEqual({ sent: 1, suppressed: 0, failed: 0, dropped: 1 });
      expect(handle).toMatchObject({ cuts: 0, releases: 1 });
    });

    it('gives up the rest when the time is over, and hands the claims back', async () => {
      const store = new MemoryClaimStore(() => 0);
      const hanging = new HeldNotifier();
      const setup = new Setup({ notifiers: [hanging], store });
      for (const name of ['a', 'b', 'c']) setup.raise({ name });
      await microtasks();
      const closed = setup.pipeline.close();
      expect(setup.pipeline.close()).toBe(closed);
      await jest.advanceTimersByTimeAsync(5_000);
      await closed;
      expect(hanging.calls.map(call => call.signal.aborted)).toEqual([true, true]);
      expect(setup.counts).toEqual({ sent: 0, suppressed: 0, failed: 2, dropped: 1 });
      for (const alert of hanging.calls) expect(await store.claim(alert.alert.fingerprint, 1_000)).toBeDefined();
    });

    it('does not wait for a report that is never done', async () => {
      const setup = new Setup({ build: () => new Promise(() => undefined) });
      for (let id = 0; id < 6; id += 1) setup.raise({ name: `GET /${id}` });
      await microtasks();
      const closed = setup.pipeline.close();
      await jest.advanceTimersByTimeAsync(5_250);
      await closed;
      expect(setup.counts).toMatchObject({ sent: 0, dropped: 2 });
    });
  });
});
