import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Alert } from '../../../lib/model/alert.interface.js';
import { Dispatcher } from '../../../lib/delivery/dispatcher.js';
import type { Notifier } from '../../../lib/model/notifier.interface.js';
import { DeliveryError } from '../../../lib/model/delivery.error.js';
import { LiveOptions } from '../../../lib/options/live-options.js';
import { OverheadMeter } from '../../../lib/overhead/overhead-meter.js';
import { StatsService } from '../../../lib/stats/stats.service.js';
import { HeldNotifier, LogKeeper, alertOf, microtasks, optionsOf, reportOf } from '../alerts/fixtures.js';

const TIMEOUT = 30_000;
const ABORT_GRACE = 100;

describe('Dispatcher', () => {
  let log: LogKeeper;
  let stats: StatsService;

  beforeEach(() => {
    jest.useFakeTimers();
    log = new LogKeeper();
  });
  afterEach(() => {
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  function create(notifiers: unknown[], queueSize = 1000): Dispatcher {
    const options = optionsOf({ delivery: { queueSize, timeoutMs: TIMEOUT, shutdownTimeoutMs: 5_000 } });
    stats = new StatsService(new OverheadMeter());
    return new Dispatcher(notifiers as Notifier[], new LiveOptions(options), stats, log.logger);
  }

  function notifier(notify: (alert: Alert, signal: AbortSignal) => unknown, name = 'custom'): Notifier {
    return { name, notify: notify as Notifier['notify'] };
  }

  it('delivers the alert to all notifiers', async () => {
    const given: Alert[] = [];
    const keep = async (alert: Alert): Promise<void> => void given.push(alert);
    const alert = alertOf();
    expect(await create([notifier(keep, 'a'), notifier(keep, 'b')]).dispatch(alert)).toEqual([
      { notifier: 'a', outcome: 'delivered' },
      { notifier: 'b', outcome: 'delivered' },
    ]);
    expect(given).toEqual([alert, alert]);
    expect(given[0]).toBe(alert);
  });

  it('delivers nothing without notifiers', async () => {
    expect(await create([]).dispatch(alertOf())).toEqual([]);
  });

  const then = ['then'] as const;
  const thenableThatThrows = Object.defineProperty({}, then[0], {
    get() {
      throw new Error('no then');
    },
  });
  it.each([
    [
      'throws',
      () => {
        throw new Error('broken');
      },
      'broken',
    ],
    ['rejects', () => Promise.reject(new Error('broken')), 'broken'],
    ['rejects with nothing', () => Promise.reject(), 'undefined'],
    [
      'throws a value that cannot be described',
      () => {
        throw Object.create(null);
      },
      'an error that can not be described',
    ],
    ['returns a broken thenable', () => thenableThatThrows, 'no then'],
  ])('logs a notifier that %s, and still delivers to the others', async (_, notify, error) => {
    const well = new HeldNotifier('well');
    const deliveries = create([notifier(notify), well]).dispatch(alertOf());
    await microtasks();
    well.calls[0]?.succeed();
    expect(await deliveries).toEqual([
      { notifier: 'custom', outcome: 'failed', reason: 'error', error },
      { notifier: 'well', outcome: 'delivered' },
    ]);
    expect(log.failures).toEqual([`Notifier custom could not deliver: the alert about GET /orders/:id: ${error}`]);
  });

  it.each([undefined, 5, 'text', null, {}])('treats %j as delivered', async garbage => {
    expect(await create([notifier(() => garbage)]).dispatch(alertOf())).toEqual([
      { notifier: 'custom', outcome: 'delivered' },
    ]);
  });

  it('treats a value that is not a notifier as failed', async () => {
    const hostile = Object.defineProperty({}, 'name', {
      get() {
        throw new Error('no name');
      },
    });
    const deliveries = await create([hostile, { name: 'x\ny\u001b' }, { name: '' }]).dispatch(alertOf());
    expect(deliveries.map(({ notifier: name, outcome }) => [name, outcome])).toEqual([
      ['#1', 'failed'],
      ['x y', 'failed'],
      ['#3', 'failed'],
    ]);
  });

  it('logs neither line breaks nor secrets of the endpoint or the error', async () => {
    const report = reportOf({ name: 'evil\nname' });
    await create([notifier(() => Promise.reject(new Error('a\r\nb token=abc')))]).dispatch(alertOf({ report }));
    expect(log.failures).toEqual([
      'Notifier custom could not deliver: the alert about evil name: a b token=[REDACTED]',
    ]);
  });

  it('aborts a notifier that hangs at its timeout, not before', async () => {
    const held = new HeldNotifier();
    const deliveries = create([held]).dispatch(alertOf());
    await jest.advanceTimersByTimeAsync(TIMEOUT - 1);
    expect(held.calls[0]?.signal.aborted).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(held.calls[0]?.signal.aborted).toBe(true);
    await jest.advanceTimersByTimeAsync(ABORT_GRACE);
    expect(await deliveries).toEqual([
      { notifier: 'held', outcome: 'ambiguous', reason: 'timeout', error: 'gave up after 30000 ms' },
    ]);
  });

  it.each<[string, (call: HeldNotifier['calls'][number]) => void, string]>([
    ['that the alert has arrived', call => call.succeed(), 'delivered'],
    [
      'that the alert has not arrived',
      call => call.fail(new DeliveryError('not sent yet', { ambiguous: false })),
      'failed',
    ],
    ['only the reason of the abort', call => call.fail(call.signal.reason), 'ambiguous'],
  ])('accepts from an aborted notifier %s', async (_, settle, outcome) => {
    const held = new HeldNotifier();
    const deliveries = create([held]).dispatch(alertOf());
    await jest.advanceTimersByTimeAsync(TIMEOUT);
    held.calls.forEach(settle);
    await jest.advanceTimersByTimeAsync(ABORT_GRACE);
    expect(await deliveries).toMatchObject([{ outcome }]);
  });

  it.each([
    [new DeliveryError('reset', { ambiguous: true }), 'ambiguous', 'ambiguous-error'],
    [new DeliveryError('401', { permanent: true }), 'failed', 'permanent-error'],
    [Object.assign(new Error('x'), { ambiguous: true, permanent: true }), 'ambiguous', 'ambiguous-error'],
    [new DeliveryError('503'), 'failed', 'error'],
  ])('uses the properties of an error: %s is %s', async (error, outcome, reason) => {
    const failing = notifier(() => {
      throw error;
    });
    expect(await create([failing]).dispatch(alertOf())).toMatchObject([{ outcome, reason }]);
  });

  it('does not call a notifier when another process has sent the alert', async () => {
    const held = new HeldNotifier();
    expect(await create([held]).deliver('held', alertOf(), async () => false)).toEqual({
      notifier: 'held',
      outcome: 'dropped',
      reason: 'claim-lost',
    });
    expect(held.calls).toEqual([]);
  });

  it('pauses a notifier that fails, except for a test alert, and resumes later', async () => {
    let down = true;
    let calls = 0;
    const failing = notifier(() => {
      calls += 1;
      return down ? Promise.reject(new Error('down')) : undefined;
    });
    const dispatcher = create([failing, notifier(() => undefined, 'well')]);
    for (let round = 0; round < 5; round += 1) await dispatcher.dispatch(alertOf());
    expect(dispatcher.readyNames()).toEqual(['well']);
    expect(await dispatcher.dispatch(alertOf())).toMatchObject([{ reason: 'circuit-open' }, { outcome: 'delivered' }]);
    expect(calls).toBe(5);
    await dispatcher.dispatch(alertOf({ test: true }));
    expect(calls).toBe(6);

    jest.advanceTimersByTime(5_000);
    expect(dispatcher.readyNames()).toEqual(['custom', 'well']);
    down = false;
    expect(await dispatcher.dispatch(alertOf())).toMatchObject([{ outcome: 'delivered' }, { outcome: 'delivered' }]);
    expect(stats.snapshot().alerts.notifiers).toEqual({
      custom: { delivered: 1, failed: 5, ambiguous: 0, dropped: 1 },
      well: { delivered: 7, failed: 0, ambiguous: 0, dropped: 0 },
    });
  });

  it('accepts notifiers that are added later, and numbers those with the same name', async () => {
    const notifiers = [notifier(() => undefined, 'same')];
    const dispatcher = create(notifiers);
    expect(dispatcher.names()).toEqual(['same']);
    notifiers.push(
      notifier(() => undefined, 'same'),
      notifier(() => undefined, 'other'),
    );
    expect(dispatcher.names()).toEqual(['same', 'same #2', 'other']);
  });

  it('starts the timeout with the call, not with the wait before it', async () => {
    const held = new HeldNotifier();
    const dispatcher = create([held]);
    const deliveries = [1, 2, 3].map(() => dispatcher.dispatch(alertOf()));
    await jest.advanceTimersByTimeAsync(TIMEOUT + ABORT_GRACE);
    expect(held.calls).toHaveLength(3);
    await jest.advanceTimersByTimeAsync(TIMEOUT - 1);
    held.calls[2]?.succeed();
    expect(await deliveries[2]).toMatchObject([{ outcome: 'delivered' }]);
    await Promise.all(deliveries);
  });

  it('ignores a rejection after the timeout', async () => {
    const held = new HeldNotifier();
    const deliveries = create([held]).dispatch(alertOf());
    await jest.advanceTimersByTimeAsync(TIMEOUT + ABORT_GRACE);
    await deliveries;
    held.calls[0]?.fail(new Error('too late'));
    await microtasks();
    jest.useRealTimers();
    await new Promise(resolve => setImmediate(resolve));
    jest.useFakeTimers();
    expect(log.failures).toHaveLength(1);
  });

  it('calls a notifier at most twice at the same time, and does not let one that hangs delay another', async () => {
    const hanging = new HeldNotifier('hanging');
    let delivered = 0;
    const dispatcher = create([hanging, notifier(async () => void (delivered += 1))]);
    const all = Promise.all(Array.from({ length: 20 }, () => dispatcher.dispatch(alertOf())));
    await microtasks();
    expect(hanging.calls).toHaveLength(2);
    expect(delivered).toBe(20);
    await jest.advanceTimersByTimeAsync(TIMEOUT * 10);
    await all;
  });

  it('stops to call a notifier with ten deliveries that do not end, until one does', async () => {
    const held = new HeldNotifier();
    const dispatcher = create([held]);
    // Test alerts bypass the circuit breaker, which would stop the calls earlier.
    const next = (): Promise<unknown> => dispatcher.deliver('held', alertOf({ test: true }));
    const deliveries: Promise<unknown>[] = [];
    for (let round = 0; round < 5; round += 1) {
      deliveries.push(next(), next());
      await jest.advanceTimersByTimeAsync(TIMEOUT + ABORT_GRACE);
    }
    await Promise.all(deliveries);
    expect(held.calls).toHaveLength(10);
    expect(await next()).toMatchObject({ outcome: 'failed', error: '10 earlier deliveries have not ended' });
    expect(held.calls).toHaveLength(10);

    held.calls[0]?.fail(new Error('at last'));
    await microtasks();
    const last = next();
    await microtasks();
    held.calls[10]?.succeed();
    expect(await last).toEqual({ notifier: 'held', outcome: 'delivered' });
  });

  describe('a test alert', () => {
    const test = alertOf({ test: true });

    it('does not prevent alerts when it fails, hangs or is aborted', async () => {
      const held = new HeldNotifier();
      const dispatcher = create([held]);
      const tests = Array.from({ length: 10 }, () => dispatcher.dispatch(test));
      await microtasks();
      for (const call of held.calls.slice(0, 5)) call.fail(new Error('down'));
      await jest.advanceTimersByTimeAsync(TIMEOUT + ABORT_GRACE);
      const outcomes = (await Promise.all(tests)).flat().map(({ outcome }) => outcome);
      expect(outcomes).toEqual([...Array(5).fill('failed'), ...Array(5).fill('ambiguous')]);
      expect(dispatcher.readyNames()).toEqual(['held']);

      const more = Array.from({ length: 6 }, () => dispatcher.dispatch(test));
      await jest.advanceTimersByTimeAsync(TIMEOUT + ABORT_GRACE);
      await Promise.all(more);
      const real = dispatcher.dispatch(alertOf());
      await microtasks();
      held.calls.at(-1)?.succeed();
      expect(await real).toEqual([{ notifier: 'held', outcome: 'delivered' }]);
    });

    it('neither waits for alerts nor replaces one that waits', async () => {
      const held = new HeldNotifier();
      const dispatcher = create([held], 1);
      const alerts = [1, 2, 3].map(() => dispatcher.dispatch(alertOf()));
      await microtasks();
      const tested = dispatcher.dispatch(test);
      await microtasks();
      expect(held.calls.map(call => call.alert.test)).toEqual([false, false, true]);
      held.calls[2]?.succeed();
      expect(await tested).toEqual([{ notifier: 'held', outcome: 'delivered' }]);
      for (let index = 0; index < 4; index += 1) {
        held.calls[index]?.succeed();
        await microtasks();
      }
      expect((await Promise.all(alerts)).flat().map(({ outcome }) => outcome)).toEqual(Array(3).fill('delivered'));
    });

    it('ends the pause of a notifier when it is delivered', async () => {
      let down = true;
      const failing = notifier(() => (down ? Promise.reject(new Error('down')) : undefined));
      const dispatcher = create([failing]);
      for (let round = 0; round < 5; round += 1) await dispatcher.dispatch(alertOf());
      await dispatcher.dispatch(test);
      expect(dispatcher.readyNames()).toEqual([]);
      down = false;
      await dispatcher.dispatch(test);
      expect(dispatcher.readyNames()).toEqual(['custom']);
    });

    it('is dropped when closed', async () => {
      const held = new HeldNotifier();
      const dispatcher = create([held]);
      const running = dispatcher.dispatch(test);
      await microtasks();
      dispatcher.close();
      await jest.advanceTimersByTimeAsync(ABORT_GRACE);
      expect(await running).toMatchObject([{ outcome: 'ambiguous', reason: 'shutdown' }]);
      expect(await dispatcher.dispatch(test)).toEqual([{ notifier: 'held', outcome: 'dropped', reason: 'shutdown' }]);
      expect(held.calls).toHaveLength(1);
    });
  });

  it('drops nothing at the limit of its queue, and the oldest alert for one more', async () => {
    const held = new HeldNotifier();
    const dispatcher = create([held], 3);
    const alerts = Array.from({ length: 6 }, (_, index) => alertOf({ id: `a${index}` }));
    const deliveries = alerts.slice(0, 5).map(alert => dispatcher.dispatch(alert));
    await microtasks();
    expect(held.calls.map(call => call.alert.id)).toEqual(['a0', 'a1']);

    deliveries.push(dispatcher.dispatch(alertOf({ id: 'a5' })));
    expect(await deliveries[2]).toEqual([{ notifier: 'held', outcome: 'dropped', reason: 'queue-full' }]);
    for (let index = 0; index < 5; index += 1) {
      held.calls[index]?.succeed();
      await microtasks();
    }
    expect(held.calls.map(call => call.alert.id)).toEqual(['a0', 'a1', 'a3', 'a4', 'a5']);
    await Promise.all(deliveries);
    expect(log.failures).toEqual([]);
  });

  it('aborts running deliveries and drops waiting ones when it is closed', async () => {
    const held = new HeldNotifier();
    const dispatcher = create([held]);
    const deliveries = [1, 2, 3].map(() => dispatcher.dispatch(alertOf()));
    await microtasks();
    dispatcher.close();
    await jest.advanceTimersByTimeAsync(ABORT_GRACE);
    expect((await Promise.all(deliveries)).flat().map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['ambiguous', 'shutdown'],
      ['ambiguous', 'shutdown'],
      ['dropped', 'shutdown'],
    ]);
    expect(held.calls.map(call => call.signal.aborted)).toEqual([true, true]);
    expect(await dispatcher.dispatch(alertOf())).toMatchObject([{ outcome: 'dropped', reason: 'shutdown' }]);
  });

  it('does not wait for ever when a notifier closes the application', async () => {
    const dispatchers: Dispatcher[] = [];
    const closing = notifier(() => {
      dispatchers[0]?.close();
      return new Promise(() => undefined);
    });
    dispatchers.push(create([closing]));
    const deliveries = dispatchers[0]?.dispatch(alertOf());
    await jest.advanceTimersByTimeAsync(ABORT_GRACE);
    expect(await deliveries).toMatchObject([{ outcome: 'ambiguous' }]);
  });
});
