import { AsyncLocalStorage } from 'node:async_hooks';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Alert } from '../../../lib/model/alert.interface.js';
import { Admission } from '../../../lib/alerts/admission.js';
import { AlertBacklog } from '../../../lib/alerts/alert-backlog.js';
import { AlertClaims } from '../../../lib/alerts/alert-claims.js';
import { AlertComposer } from '../../../lib/alerts/alert-composer.js';
import { AlertOutcome } from '../../../lib/alerts/alert-outcome.js';
import { AlertPipeline } from '../../../lib/alerts/alert-pipeline.js';
import { AlertReceivers } from '../../../lib/alerts/alert-receivers.js';
import { AlertRecord } from '../../../lib/alerts/alert-record.js';
import { AlertSender } from '../../../lib/alerts/alert-sender.js';
import { AlertShutdown } from '../../../lib/alerts/alert-shutdown.js';
import { CoalescedExecutions } from '../../../lib/alerts/coalesced-executions.js';
import { InFlightAlerts } from '../../../lib/alerts/in-flight-alerts.js';
import { StarvedProcess } from '../../../lib/alerts/starved-process.js';
import { VictimGracePeriod } from '../../../lib/alerts/victim-grace-period.js';
import { Blame } from '../../../lib/explain/blame.js';
import { ExplainError } from '../../../lib/explain/explain.error.js';
import type { Explainer } from '../../../lib/explain/explainer.js';
import type { Explained } from '../../../lib/explain/explanation.interface.js';
import { ExplanationQueue } from '../../../lib/explain/explanation-queue.js';
import type { ClaimStore } from '../../../lib/alerts/claims/claim-store.interface.js';
import { GuardedClaimStore } from '../../../lib/alerts/claims/guarded-claim-store.js';
import { MemoryClaimStore } from '../../../lib/alerts/claims/memory-claim-store.js';
import { Dispatcher } from '../../../lib/delivery/dispatcher.js';
import { FleetRepeats } from '../../../lib/alerts/fleet-repeats.js';
import { RepeatCounter } from '../../../lib/alerts/repeat-counter.js';
import { Fingerprints } from '../../../lib/alerts/fingerprints.js';
import type { FinishedExecution } from '../../../lib/model/finished-execution.interface.js';
import { AlertFiles } from '../../../lib/delivery/alert-files.js';
import { DeliveryError } from '../../../lib/model/delivery.error.js';
import type { Notifier } from '../../../lib/model/notifier.interface.js';
import { LiveOptions } from '../../../lib/options/live-options.js';
import type { ResolvedOptions } from '../../../lib/options/resolved-options.interface.js';
import { Redactor } from '../../../lib/privacy/redactor.js';
import type { RecordingHandle } from '../../../lib/recorder/recording-handle.interface.js';
import type { ReportRenderer } from '../../../lib/report/report-renderer.js';
import type { AlertStats } from '../../../lib/model/performance-stats.interface.js';
import { OverheadMeter } from '../../../lib/overhead/overhead-meter.js';
import { StatsService } from '../../../lib/stats/stats.service.js';
import { RecentAlerts } from '../../../lib/alerts/recent-alerts.js';
import { FakeHandle, HeldNotifier, LogKeeper, executionOf, microtasks, optionsOf, reportOf } from './fixtures.js';

type Explain = (execution: FinishedExecution, handle: RecordingHandle) => Promise<Omit<Explained, 'blocker'>>;

/** Cuts the recording, and builds a report without a diagnosis. */
const explainAtOnce: Explain = async (execution, handle) => {
  await handle.cut();
  const { id, name, kind, durationMs, thresholdMs } = execution;
  const report = { ...reportOf({ name, kind, durationMs, thresholdMs }), id: `report-${id}` };
  return { report, blockedIntervals: [], mayHaveVictims: false, isStarved: false };
};

interface Parts {
  notifiers: Notifier[];
  explain: Explain;
  store: ClaimStore;
  options: Partial<ResolvedOptions>;
}

class Setup {
  readonly log = new LogKeeper();
  readonly files = new AlertFiles();
  readonly explained: FinishedExecution[] = [];
  readonly pipeline: AlertPipeline;
  private readonly stats = new StatsService(new OverheadMeter());

  constructor(parts: Partial<Parts> = {}) {
    const live = new LiveOptions(optionsOf(parts.options));
    const { logger } = this.log;
    const { stats, files } = this;
    const fingerprints = new Fingerprints(live.current, logger);
    const blame = new Blame(blocker => fingerprints.ofBlocker(blocker));
    const explain = parts.explain ?? explainAtOnce;
    const explainer: Pick<Explainer, 'explain'> = {
      explain: async slow => {
        this.explained.push(slow.execution);
        const explained = await explain(slow.execution, slow.handle);
        const blocker = blame.blockerOf(slow, explained.blockedIntervals) ?? blame.holderOf(slow);
        return { ...explained, blocker };
      },
    };
    const explanations = new ExplanationQueue(explainer as Explainer, blame, logger);
    const receivers = new AlertReceivers(new Dispatcher(parts.notifiers ?? [], live, stats, logger));
    const store = new GuardedClaimStore(parts.store ?? new MemoryClaimStore(), logger);
    const claims = new AlertClaims(store, live);
    const repeats = new RepeatCounter();
    const fleet = new FleetRepeats(store, repeats, live);
    const backlog = new AlertBacklog(receivers, stats, repeats, fleet);
    const coalesced = new CoalescedExecutions(blame, backlog);
    const inFlight = new InFlightAlerts(stats, logger);
    const starved = new StarvedProcess(fingerprints, claims, inFlight);
    const admission = new Admission(blame, receivers, coalesced, inFlight, claims, backlog, starved, fingerprints);
    const grace = new VictimGracePeriod(coalesced);
    const composer = new AlertComposer({} as ReportRenderer, new Redactor(live));
    const record = new AlertRecord(files, stats, logger, new RecentAlerts(logger));
    const sender = new AlertSender(grace, backlog, composer, receivers, claims, files, record);
    this.pipeline = new AlertPipeline(
      stats,
      fingerprints,
      admission,
      claims,
      explanations,
      coalesced,
      new AlertOutcome(sender, claims, receivers, inFlight, backlog, stats, starved),
      inFlight,
      new AlertShutdown(admission, grace, inFlight, explanations, receivers, fleet, claims, live),
      starved,
    );
  }

  get counts(): Omit<AlertStats, 'reasons' | 'notifiers'> {
    const { sent, suppressed, failed, dropped } = this.stats.snapshot().alerts;
    return { sent, suppressed, failed, dropped };
  }

  get reasons(): AlertStats['reasons'] {
    return this.stats.snapshot().alerts.reasons;
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

const LEASE = optionsOf().delivery.timeoutMs * 2 + 5_000;

describe('AlertPipeline', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(async () => {
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
    // An unhandled rejection fails the test in this turn of the event loop.
    await new Promise(resolve => setImmediate(resolve));
  });

  it('delivers, counts, and logs one line with the files that were written', async () => {
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
        'Slow: GET /orders/:id took 1.84 s (threshold 1.00 s): 78 % waiting for PostgreSQL. Report: /reports/x.html',
      ],
      failures: [],
    });
  });

  it('builds one report for a storm of 1 000 slow executions of one endpoint', async () => {
    const held = new HeldNotifier();
    const setup = new Setup({ notifiers: [held] });
    const handles = Array.from({ length: 1_000 }, (_, id) => setup.raise({ id }));
    await microtasks();
    held.calls[0]?.succeed();
    expect(await setup.pipeline.flush(1_000)).toBe(true);
    expect(setup.explained).toHaveLength(1);
    expect(held.calls).toHaveLength(1);
    expect(setup.counts).toEqual({ sent: 1, suppressed: 999, failed: 0, dropped: 0 });
    expect(handles.filter(handle => handle.cuts === 1 && handle.releases === 0)).toHaveLength(1);
    expect(handles.filter(handle => handle.cuts === 0 && handle.releases === 1)).toHaveLength(999);
    expect(setup.log.lines).toHaveLength(1);
  });

  it('only counts within the window, and adds the count to the next alert', async () => {
    const given: Alert[] = [];
    const keep: Notifier = { name: 'keep', notify: async alert => void given.push(alert) };
    const setup = new Setup({ notifiers: [keep], options: { alertWindowMs: 1_000 } });
    await setup.raiseAndWait();
    await jest.advanceTimersByTimeAsync(999);
    expect(await setup.raiseAndWait({ durationMs: 5_000 })).toBe(true);
    await setup.raiseAndWait({ durationMs: 2_000 });
    expect(given).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(1);
    await setup.raiseAndWait();
    expect(given[1]).toMatchObject({ repeats: { count: 2, worstMs: 5_000 } });
    expect(setup.counts).toMatchObject({ sent: 2, suppressed: 2 });
  });

  it('succeeds when one of two notifiers has delivered; only the other gets the next alert', async () => {
    const given: string[] = [];
    let down = true;
    const other: Notifier = {
      name: 'other',
      notify: async ({ id, repeats }) => {
        if (down) throw new Error('down');
        given.push(`other ${id} after ${repeats.count}`);
      },
    };
    const well: Notifier = { name: 'well', notify: async ({ id }) => void given.push(`well ${id}`) };
    const setup = new Setup({ notifiers: [other, well] });
    expect(await setup.raiseAndWait({ id: 1 })).toBe(true);
    expect(await setup.raiseAndWait({ id: 2 })).toBe(false);
    down = false;
    expect(await setup.raiseAndWait({ id: 3 })).toBe(true);
    await setup.raiseAndWait({ id: 4 });
    expect(given).toEqual(['well report-1', 'other report-3 after 2']);
    expect(setup.counts).toEqual({ sent: 2, suppressed: 1, failed: 1, dropped: 0 });
    expect(setup.log.failures).toContain('Notifier other could not deliver: the alert about GET /orders/:id: down');
  });

  it('lets the next slow execution alert after a failed delivery, with the earlier count', async () => {
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
    // The count includes the two executions whose alerts failed.
    expect(given[2]).toMatchObject({ repeats: { count: 3, worstMs: 7_000 } });
    expect(setup.log.lines[0]).toContain('No notifier delivered this alert.');
  });

  it('treats the log line as the delivery when there is no notifier', async () => {
    const setup = new Setup();
    expect(await setup.raiseAndWait()).toBe(true);
    await setup.raiseAndWait();
    expect(setup.counts).toMatchObject({ sent: 1, suppressed: 1, failed: 0 });
    expect(setup.log.lines).toHaveLength(1);
  });

  it.each([
    [
      'names the step that failed',
      new ExplainError('A recording could not be explained', { cause: new Error('odd\nspan') }),
      'A recording could not be explained: odd span',
    ],
    ['logs any other failure', new Error('unknown'), 'An alert could not be created: unknown'],
  ])('counts a report that cannot be built, and %s', async (_, error, line) => {
    const setup = new Setup({ explain: () => Promise.reject(error) });
    expect(await setup.raiseAndWait()).toBe(false);
    expect(setup.counts).toEqual({ sent: 0, suppressed: 0, failed: 1, dropped: 0 });
    expect(setup.log.failures).toEqual([line]);
    await setup.raiseAndWait();
    expect(setup.explained).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(LEASE);
    await setup.raiseAndWait();
    expect(setup.explained).toHaveLength(2);
    expect(setup.reasons).toEqual({ 'no-report': 2, repeat: 1 });
  });

  describe('makes no notifier wait for files', () => {
    /** Its second notifier records the files of the first, and waits for them longer than any test takes. */
    function both(): { setup: (parts?: Partial<Parts>) => Setup; named: (readonly string[])[] } {
      const named: (readonly string[])[] = [];
      const setup = (parts: Partial<Parts> = {}): Setup => {
        const files: Notifier = { name: 'local-file', notify: async () => undefined };
        const notify = async (alert: Alert): Promise<void> => void named.push(await made.files.within(alert, 60_000));
        const made = new Setup({ notifiers: [files, { name: 'chat', notify }], ...parts });
        return made;
      };
      return { setup, named };
    }

    it('that another process writes', async () => {
      const store = new MemoryClaimStore();
      const other = new Setup({ store, notifiers: [{ name: 'local-file', notify: async () => undefined }] });
      expect(await other.raiseAndWait()).toBe(true);
      const { setup, named } = both();
      setup({ store }).raise();
      await microtasks();
      expect(named).toEqual([[]]);
    });

    it('whose claim was lost while their delivery waited', async () => {
      const store = new MemoryClaimStore();
      const confirm = store.confirm.bind(store);
      let renewals = 0;
      store.confirm = (...args) => ((renewals += 1) === 1 ? Promise.resolve(false) : confirm(...args));
      const { setup, named } = both();
      const { delivery } = optionsOf();
      const made = setup({ store, options: { delivery: { ...delivery, timeoutMs: 0 } } });
      made.raise();
      await microtasks();
      expect(made.reasons).toEqual({});
      expect(made.counts).toMatchObject({ sent: 1 });
      expect(named).toEqual([[]]);
    });
  });

  it('sends each alert once when the claim store fails', async () => {
    const gone = (): Promise<never> => Promise.reject(new Error('store gone'));
    const store = { deadlineMs: 500, claim: gone, confirm: gone, release: gone, close: gone };
    const setup = new Setup({ store });
    const handle = setup.raise();
    expect(await setup.pipeline.flush(1_000)).toBe(true);
    expect(handle).toMatchObject({ cuts: 1, releases: 0 });
    await setup.raiseAndWait();
    for (let index = 0; index < 5; index += 1) await setup.raiseAndWait({ name: `GET /${index}` });
    expect(setup.counts).toMatchObject({ sent: 6, suppressed: 1, failed: 0 });
    expect(setup.log.lines.filter(line => line.includes('store of claims'))).toHaveLength(1);
    await setup.pipeline.close();
  });

  it('takes 1 000 endpoints while the claim store does not answer, and drops one more', async () => {
    const never = (): Promise<never> => new Promise(() => undefined);
    const store = { deadlineMs: Infinity, claim: never, confirm: never, release: never, close: never };
    const setup = new Setup({ store });
    for (let index = 0; index < 1_000; index += 1) setup.raise({ name: `GET /${index}` });
    await microtasks();
    expect(setup.counts.dropped).toBe(0);
    const handle = setup.raise({ name: 'GET /one-more' });
    expect(setup.reasons).toEqual({ 'claims-busy': 1 });
    expect(handle).toMatchObject({ cuts: 0, releases: 1 });
  });

  it('builds 2 reports, lets 100 wait, and drops the oldest for one more', async () => {
    const ends: (() => void)[] = [];
    const explain: Explain = async (...args) => {
      await new Promise<void>(resolve => ends.push(resolve));
      return explainAtOnce(...args);
    };
    const setup = new Setup({ explain });
    const handles = Array.from({ length: 102 }, (_, id) => setup.raise({ id, name: `GET /${id}` }));
    await microtasks();
    expect(setup.explained).toHaveLength(2);
    expect(setup.counts.dropped).toBe(0);

    handles.push(setup.raise({ id: 102, name: 'GET /102' }));
    await microtasks();
    expect(setup.counts.dropped).toBe(1);
    expect(handles[2]).toMatchObject({ cuts: 0, releases: 1 });

    setup.raise({ id: 103, name: 'GET /2' });
    await microtasks();
    expect(setup.counts).toMatchObject({ suppressed: 0, dropped: 2 });
    while (ends.length > 0) {
      ends.shift()?.();
      await microtasks();
    }
    expect(setup.counts).toMatchObject({ sent: 102, dropped: 2 });
    expect(handles.every(handle => handle.cuts + handle.releases === 1)).toBe(true);
  });

  it('counts an alert that a full delivery queue dropped, and lets its endpoint alert again', async () => {
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

  it("does not run in the request's async context", async () => {
    const requestContext = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const explain: Explain = (...args) => {
      seen.push(requestContext.getStore());
      return explainAtOnce(...args);
    };
    const notify = async (): Promise<void> => void seen.push(requestContext.getStore());
    const setup = new Setup({ explain, notifiers: [{ name: 'n', notify }] });
    requestContext.run('a request', () => {
      setup.raise();
      expect(requestContext.getStore()).toBe('a request');
    });
    await setup.pipeline.flush(1_000);
    expect(seen).toEqual([undefined, undefined]);
  });

  it('survives a recording that cannot be released', async () => {
    const setup = new Setup();
    await setup.raiseAndWait();
    const handle = new FakeHandle();
    handle.release = () => {
      throw new Error('stuck');
    };
    setup.raise({}, handle);
    expect(await setup.pipeline.flush(1_000)).toBe(true);
    expect(setup.log.failures).toEqual(['A recording could not be released: stuck']);
    expect(setup.counts.suppressed).toBe(1);
  });

  describe('when the process has no processor', () => {
    const explain: Explain = async (execution, handle) => ({
      ...(await explainAtOnce(execution, handle)),
      isStarved: handle.isStarved(),
    });
    const setupWith = (given: Alert[], more: Partial<Parts> = {}) =>
      new Setup({ explain, notifiers: [{ name: 'n', notify: async alert => void given.push(alert) }], ...more });
    const starvedHandle = (starved = true): FakeHandle => Object.assign(new FakeHandle(), { starved });
    const HOUR = 3_600_000;

    it('sends one alert for all endpoints, with a fingerprint of its own', async () => {
      const given: Alert[] = [];
      const setup = setupWith(given);
      setup.raise({ id: 1, name: 'GET /a' }, starvedHandle());
      await setup.pipeline.flush(1_000);
      for (let id = 2; id < 30; id += 1) setup.raise({ id, name: `GET /${id}`, durationMs: 9_000 }, starvedHandle());
      expect(await setup.pipeline.flush(1_000)).toBe(true);
      expect(given).toHaveLength(1);
      expect(given[0]?.report.execution.name).toBe('GET /a');
      expect(given[0]?.victims).toEqual([]);
      expect(setup.reasons).toEqual({ starved: 28 });
      expect(setup.explained).toHaveLength(1);
    });

    it('explains no second endpoint in vain: those that run at the same time send no alert either', async () => {
      const given: Alert[] = [];
      const setup = setupWith(given);
      for (let id = 1; id < 6; id += 1) setup.raise({ id, name: `GET /${id % 3}` }, starvedHandle());
      await setup.pipeline.flush(1_000);
      expect(given).toHaveLength(1);
      expect(setup.counts).toMatchObject({ sent: 1, suppressed: 4, failed: 0, dropped: 0 });
      expect(setup.reasons).toEqual({ starved: 4 });
    });

    it('leaves the windows of the endpoints untouched', async () => {
      const given: Alert[] = [];
      const setup = setupWith(given);
      setup.raise({ id: 1, name: 'GET /a' }, starvedHandle());
      await setup.pipeline.flush(1_000);
      setup.raise({ id: 2, name: 'GET /a' }, starvedHandle(false));
      await setup.pipeline.flush(1_000);
      setup.raise({ id: 3, name: 'GET /a' }, starvedHandle(false));
      await setup.pipeline.flush(1_000);
      expect(given.map(({ report }) => report.id)).toEqual(['report-1', 'report-2']);
      expect(given[1]?.repeats.count).toBe(0);
      expect(given[1]?.fingerprint).not.toBe(given[0]?.fingerprint);
      expect(setup.reasons).toEqual({ repeat: 1 });
    });

    it('sends the next alert after an hour, whatever the window of the endpoints is', async () => {
      const given: Alert[] = [];
      const setup = setupWith(given, { options: { alertWindowMs: 1 } });
      const raise = (): Promise<boolean> => {
        setup.raise({ name: 'GET /a', durationMs: 2_000 }, starvedHandle());
        return setup.pipeline.flush(1_000);
      };
      await raise();
      await jest.advanceTimersByTimeAsync(HOUR - 60_000);
      await raise();
      expect(given).toHaveLength(1);
      await jest.advanceTimersByTimeAsync(61_000);
      await raise();
      expect(given).toHaveLength(2);
      expect(given[1]?.repeats).toMatchObject({ count: 1, worstMs: 2_000 });
      expect(given[1]?.fingerprint).toBe(given[0]?.fingerprint);
    });

    it('tries again with the next execution when the alert was not delivered', async () => {
      const given: Alert[] = [];
      let fails = true;
      const notify = async (alert: Alert): Promise<void> => {
        if (fails) throw new Error('down');
        given.push(alert);
      };
      const setup = setupWith(given, { notifiers: [{ name: 'n', notify }] });
      setup.raise({ id: 1 }, starvedHandle());
      expect(await setup.pipeline.flush(1_000)).toBe(false);
      fails = false;
      setup.raise({ id: 2 }, starvedHandle());
      expect(await setup.pipeline.flush(1_000)).toBe(true);
      expect(given).toHaveLength(1);
    });
  });

  describe('when a fast job was queued too long', () => {
    const job = (id: number, ms: number): Partial<FinishedExecution> => ({
      id,
      kind: 'queue',
      name: 'job mail/late',
      durationMs: 5,
      queued: { queue: 'mail', ms, thresholdMs: 60_000, isOnlyReason: true },
    });

    it('sends one alert, apart from that about slow ones, and counts no slow execution', async () => {
      const given: Alert[] = [];
      const setup = new Setup({ notifiers: [{ name: 'n', notify: async alert => void given.push(alert) }] });
      for (const part of [job(1, 70_000), job(2, 80_000), { ...job(3, 0), queued: undefined, durationMs: 2_000 }]) {
        setup.raise(part);
        await setup.pipeline.flush(1_000);
      }
      expect(given.map(({ report }) => report.id)).toEqual(['report-1', 'report-3']);
      expect(given[1]?.fingerprint).not.toBe(given[0]?.fingerprint);
      expect(setup.reasons).toEqual({ repeat: 1 });
    });

    it('sends another one when a later job waited much longer', async () => {
      const given: Alert[] = [];
      const setup = new Setup({ notifiers: [{ name: 'n', notify: async alert => void given.push(alert) }] });
      for (const [id, ms] of [70_000, 100_000, 700_000].entries()) {
        setup.raise(job(id + 1, ms));
        await setup.pipeline.flush(1_000);
      }
      expect(given.map(({ report }) => report.id)).toEqual(['report-1', 'report-3']);
      expect(given[1]?.repeats).toMatchObject({ count: 1, worstMs: 100_000 });
    });

    it('holds neither a blocker nor the process responsible', async () => {
      const given: Alert[] = [];
      const explain: Explain = async (...args) => ({
        ...(await explainAtOnce(...args)),
        blockedIntervals: [{ start: 1_000, end: 1_005, by: { id: 9, kind: 'http', name: 'POST /export' } }],
        mayHaveVictims: true,
      });
      const setup = new Setup({ explain, notifiers: [{ name: 'n', notify: async alert => void given.push(alert) }] });
      for (const [id, part] of [{ name: 'GET /a' }, job(2, 70_000)].entries()) {
        setup.raise({ ...part, id: id + 1 }, Object.assign(new FakeHandle(), { starved: true }));
        const flushed = setup.pipeline.flush(5_000);
        await jest.advanceTimersByTimeAsync(500);
        await flushed;
      }
      expect(given.map(({ report }) => report.execution.name)).toContain('job mail/late');
      expect(given.find(({ report }) => report.execution.name === 'job mail/late')?.victims).toEqual([]);
    });
  });

  describe('when one execution blocks others', () => {
    const EXPORT = { id: 1, kind: 'http' as const, name: 'POST /export' };
    const blockedIntervals = [{ start: 1_000, end: 1_800, by: EXPORT }];
    /** The recordings of the blocker and of its victims contain the same interval. */
    const explain: Explain = async (...args) => ({
      ...(await explainAtOnce(...args)),
      blockedIntervals,
      mayHaveVictims: true,
    });
    const victim = (id: number): Partial<FinishedExecution> => ({
      id,
      name: `GET /victim-${id}`,
      start: 990,
      durationMs: 820 + id,
    });

    async function run(setup: Setup): Promise<boolean> {
      const flushed = setup.pipeline.flush(5_000);
      await jest.advanceTimersByTimeAsync(500);
      return flushed;
    }

    it('sends one alert, about the blocker, that lists its victims', async () => {
      const given: Alert[] = [];
      const setup = new Setup({ explain, notifiers: [{ name: 'n', notify: async alert => void given.push(alert) }] });
      setup.raise({ ...EXPORT, durationMs: 900 });
      for (let id = 2; id < 22; id += 1) setup.raise(victim(id));
      await microtasks();
      for (let id = 22; id < 42; id += 1) setup.raise(victim(id));
      expect(await run(setup)).toBe(true);
      expect(given).toHaveLength(1);
      expect(given[0]?.report.execution.name).toBe('POST /export');
      expect(given[0]?.victims).toHaveLength(40);
      expect(given[0]?.victims[0]).toEqual({ name: 'GET /victim-41', durationMs: 861 });
      expect(setup.explained.length).toBeLessThanOrEqual(4);
      expect(setup.reasons).toEqual({ victim: 40 });
      expect(setup.log.lines).toHaveLength(1);
      expect(setup.log.lines[0]).toContain('Held up: GET /victim-41 (861 ms)');
    });

    it("sends a victim's report with the blocker's fingerprint when the blocker itself was not slow", async () => {
      const given: Alert[] = [];
      const setup = new Setup({ explain, notifiers: [{ name: 'n', notify: async alert => void given.push(alert) }] });
      for (let id = 2; id < 102; id += 1) setup.raise(victim(id));
      expect(await run(setup)).toBe(true);
      expect(given).toHaveLength(1);
      expect(given[0]?.victims).toHaveLength(100);
      expect(setup.explained.length).toBeLessThanOrEqual(4);

      // The alert of the blocker itself and the next victim are within the same window.
      setup.raise({ ...EXPORT, durationMs: 900 });
      setup.raise({ ...victim(200), start: 50_000 });
      await run(setup);
      expect(given).toHaveLength(1);
      expect(setup.counts).toMatchObject({ sent: 1, failed: 0, dropped: 0 });
    });

    it('alerts a victim when it is slow by itself: it has a window of its own', async () => {
      const given: string[] = [];
      const notify = async (alert: Alert): Promise<void> => void given.push(alert.report.execution.name);
      let blocked = true;
      const changing: Explain = (...args) => (blocked ? explain(...args) : explainAtOnce(...args));
      const setup = new Setup({ explain: changing, notifiers: [{ name: 'n', notify }] });
      setup.raise({ ...EXPORT, durationMs: 900 });
      setup.raise(victim(2));
      await run(setup);
      blocked = false;
      setup.raise({ ...victim(2), id: 3, start: 50_000 });
      await run(setup);
      expect(given).toEqual(['POST /export', 'GET /victim-2']);
    });

    it('lists the victims with the next alert when this one was not delivered', async () => {
      const given: Alert[] = [];
      let down = true;
      const notify = async (alert: Alert): Promise<void> => {
        if (down) throw new Error('down');
        given.push(alert);
      };
      const setup = new Setup({ explain, notifiers: [{ name: 'n', notify }] });
      setup.raise({ ...EXPORT, durationMs: 900 });
      setup.raise(victim(2));
      expect(await run(setup)).toBe(false);
      down = false;
      setup.raise({ ...EXPORT, id: 9, start: 60_000, durationMs: 900 });
      await run(setup);
      expect(given).toMatchObject([{ victims: [{ name: 'GET /victim-2' }], repeats: { count: 1 } }]);
    });

    it('does not list an execution as a victim of its own endpoint', async () => {
      const given: Alert[] = [];
      const setup = new Setup({ explain, notifiers: [{ name: 'n', notify: async alert => void given.push(alert) }] });
      // All of them are queued before the first report finds the blocker, which was not slow itself.
      for (let id = 2; id < 5; id += 1) setup.raise(victim(id));
      setup.raise({ ...victim(9), name: EXPORT.name });
      await run(setup);
      expect(given).toMatchObject([{ report: { execution: { name: EXPORT.name } } }]);
      expect(given[0]?.victims.map(({ name }) => name)).toEqual(['GET /victim-4', 'GET /victim-3', 'GET /victim-2']);
      expect(setup.counts).toEqual({ sent: 1, suppressed: 3, failed: 0, dropped: 0 });
    });

    it('waits for explanations that are pending at the end of the grace period', async () => {
      const given: Alert[] = [];
      const later = new Promise<void>(resolve => setTimeout(resolve, 900));
      const slowly: Explain = async (...args) => {
        if (args[0].name !== EXPORT.name) await later;
        return explain(...args);
      };
      const notify = async (alert: Alert): Promise<void> => void given.push(alert);
      const setup = new Setup({ explain: slowly, notifiers: [{ name: 'n', notify }] });
      setup.raise(victim(2));
      await microtasks();
      setup.raise({ ...EXPORT, durationMs: 900 });
      await jest.advanceTimersByTimeAsync(899);
      expect(given).toHaveLength(0);
      await jest.advanceTimersByTimeAsync(60);
      expect(given).toMatchObject([{ victims: [{ name: 'GET /victim-2' }] }]);
    });

    it('waits for 3 s at most', async () => {
      const given: Alert[] = [];
      const hanging: Explain = (...args) =>
        args[0].name === EXPORT.name ? explain(...args) : new Promise<Explained>(() => {});
      const notify = async (alert: Alert): Promise<void> => void given.push(alert);
      const setup = new Setup({ explain: hanging, notifiers: [{ name: 'n', notify }] });
      setup.raise(victim(2));
      await microtasks();
      setup.raise({ ...EXPORT, durationMs: 900 });
      await jest.advanceTimersByTimeAsync(2_999);
      expect(given).toHaveLength(0);
      await jest.advanceTimersByTimeAsync(1);
      expect(given).toHaveLength(1);
    });

    /** Its own evidence names the holder: no other report is needed. */
    const queued = (id: number): Partial<FinishedExecution> => ({
      id,
      name: `GET /queued-${id}`,
      durationMs: 800 + id,
      poolHolder: { id: 1, kind: 'http', name: EXPORT.name ?? '' },
    });

    it('lists those who waited for the connections of the alerted endpoint, and explains none of them', async () => {
      const given: Alert[] = [];
      const setup = new Setup({ notifiers: [{ name: 'n', notify: async alert => void given.push(alert) }] });
      await setup.raiseAndWait(EXPORT);
      for (let id = 2; id < 22; id += 1) setup.raise(queued(id));
      await microtasks();
      expect(given).toHaveLength(1);
      expect(setup.explained).toHaveLength(1);
      expect(setup.reasons).toEqual({ victim: 20 });
    });

    it("sends a report about a wait for a pool with the holder's fingerprint, when the holder was not slow", async () => {
      const given: Alert[] = [];
      const setup = new Setup({ notifiers: [{ name: 'n', notify: async alert => void given.push(alert) }] });
      setup.raise(queued(2));
      setup.raise({ ...queued(3), name: 'GET /queued-2' });
      await microtasks();
      expect(given).toMatchObject([{ report: { execution: { name: 'GET /queued-2' } } }]);
      await setup.raiseAndWait(EXPORT);
      await setup.raiseAndWait(queued(4));
      expect(given).toHaveLength(1);
      expect(setup.reasons).toMatchObject({ repeat: 1, victim: 2 });
    });

    it('alerts an endpoint that waited for its own executions', async () => {
      const given: Alert[] = [];
      const setup = new Setup({ notifiers: [{ name: 'n', notify: async alert => void given.push(alert) }] });
      await setup.raiseAndWait({ ...queued(2), name: EXPORT.name ?? '' });
      expect(given).toMatchObject([{ report: { execution: { name: EXPORT.name } }, victims: [] }]);
    });

    it('does not wait for victims when the application closes', async () => {
      const setup = new Setup({ explain });
      setup.raise({ ...EXPORT, durationMs: 900 });
      await microtasks();
      await setup.pipeline.close();
      expect(setup.counts.sent).toBe(1);
    });
  });

  describe('flush', () => {
    it('is true at once when nothing is in flight', async () => {
      expect(await new Setup().pipeline.flush(1_000)).toBe(true);
    });

    it.each([2 ** 31, 30 * 86_400_000, Infinity])('waits longer than a timer can: %d', async ms => {
      const held = new HeldNotifier();
      const setup = new Setup({ notifiers: [held] });
      setup.raise();
      const flushed = setup.pipeline.flush(ms);
      await jest.advanceTimersByTimeAsync(1_000);
      held.calls[0]?.succeed();
      expect(await flushed).toBe(true);
    });

    it('is false after the timeout, and true later', async () => {
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
    it('delivers within the time, and drops all later executions', async () => {
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

    it('aborts the rest after the time, and releases the claims', async () => {
      const store = new MemoryClaimStore();
      store.close = async () => undefined;
      const hanging = new HeldNotifier();
      const setup = new Setup({ notifiers: [hanging], store });
      for (const name of ['a', 'b', 'c']) setup.raise({ name });
      await microtasks();
      const closed = setup.pipeline.close();
      expect(setup.pipeline.close()).toBe(closed);
      await jest.advanceTimersByTimeAsync(5_000);
      // The first delivery failed; the second may have arrived.
      hanging.calls[0]?.fail(new DeliveryError('stopped', { ambiguous: false }));
      await jest.advanceTimersByTimeAsync(1_000);
      await closed;
      expect(hanging.calls.map(call => call.signal.aborted)).toEqual([true, true]);
      expect(setup.counts).toEqual({ sent: 0, suppressed: 0, failed: 2, dropped: 1 });
      expect(setup.reasons).toEqual({ shutdown: 3 });

      const next = new HeldNotifier();
      const another = new Setup({ notifiers: [next], store });
      for (const name of ['a', 'b', 'c']) another.raise({ name });
      await microtasks();
      expect(next.calls.map(call => call.alert.report.execution.name)).toEqual(['a', 'c']);
      for (const call of next.calls) call.succeed();
      await another.pipeline.close();
    });

    it('does not wait for a report that never ends', async () => {
      const setup = new Setup({ explain: () => new Promise(() => undefined) });
      for (let id = 0; id < 6; id += 1) setup.raise({ name: `GET /${id}` });
      await microtasks();
      const closed = setup.pipeline.close();
      await jest.advanceTimersByTimeAsync(6_000);
      await closed;
      expect(setup.counts).toMatchObject({ sent: 0, dropped: 4 });
      expect(setup.reasons).toEqual({ shutdown: 4 });
    });
  });
});
