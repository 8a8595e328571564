import { afterEach, describe, expect, it } from '@jest/globals';
import { deliveryFaultOf } from '../../lib/model/delivery.error.js';
import type { Digest } from '../../lib/model/digest.interface.js';
import type { PerformanceMonitorOptions } from '../../lib/module/performance-monitor-options.interface.js';
import type { BuiltInNotifier, NotifierDefinition } from '../../lib/notifiers/notifier-definition.js';
import { LiveOptions } from '../../lib/options/live-options.js';
import { frozen } from '../../lib/options/schema/frozen.js';
import { configuredSecrets } from '../../lib/privacy/configured-secrets.js';
import { resolved } from '../support/notifiers.js';
import { LogKeeper, alertOf, reportOf } from '../unit/alerts/fixtures.js';

/**
 * The other end of the deliveries.
 *
 * - `ready`: accepts everything.
 * - `refusing`: refuses everything, and repeats the secrets of the request in its answer if it can.
 * - `silent`: accepts a delivery and never confirms it.
 */
export type ReceiverState = 'ready' | 'refusing' | 'silent';

/** The other end of one notifier, for one test. */
export interface NotifierReceiver {
  /** The options that lead to it, with a secret if the notifier has any. */
  readonly options: PerformanceMonitorOptions;
  /** One text for each alert or digest that has arrived. */
  arrivals(): Promise<readonly string[]>;
  /** Resolves when a delivery has reached a silent receiver. */
  reached(): Promise<void>;
  close(): Promise<void>;
}

/** The parts of the contract that depend on the notifier. */
export interface NotifierDriver {
  readonly title: string;
  readonly definition: NotifierDefinition;
  /** The remedy in the error of a refused delivery. */
  readonly remedy: RegExp;
  /** An aborted delivery to a silent receiver may have arrived. */
  readonly ambiguous: boolean;
  start(state: ReceiverState): Promise<NotifierReceiver>;
  /** The notifier, and its connections if it does not close them itself. */
  create(live: LiveOptions, log: LogKeeper): { readonly notifier: BuiltInNotifier; close?(): Promise<void> };
}

const LONGEST_ERROR = 500;
const NAME = 'GET /contract-orders/:id';
const DIGEST: Digest = {
  id: 'd1',
  since: '2026-11-23T08:00:00.000Z',
  until: '2026-11-24T08:00:00.000Z',
  host: 'web-1',
  pid: 7,
  slow: 12,
  suppressed: 10,
  endpoints: [{ kind: 'http', name: NAME, slow: 12, suppressed: 10, p95Ms: 2_100, worstMs: 4_200 }],
  more: 0,
};

/** Declares the tests that every built-in notifier must pass. */
export function notifierContract(driver: NotifierDriver): void {
  describe(`the notifier ${driver.title}`, () => {
    const closers: (() => Promise<void>)[] = [];
    afterEach(async () => {
      for (const close of closers.splice(0).reverse()) await close();
    });

    async function set(state: ReceiverState) {
      const receiver = await driver.start(state);
      closers.push(() => receiver.close());
      const options = resolved(receiver.options);
      const log = new LogKeeper();
      const { notifier, close } = driver.create(new LiveOptions(options), log);
      closers.push(async () => {
        await notifier.close?.();
        await close?.();
      });
      return { receiver, notifier, log, secrets: configuredSecrets(options.partValues) };
    }

    // The same alert goes to all notifiers.
    const alert = () => alertOf({ report: frozen(reportOf({ name: NAME })), repeats: frozen(alertOf().repeats) });
    const live = () => new AbortController().signal;

    it('delivers an alert once, and leaves it unchanged', async () => {
      const { notifier, receiver, log } = await set('ready');
      await notifier.notify(alert(), live());
      const arrivals = await receiver.arrivals();
      expect(arrivals).toHaveLength(1);
      expect(arrivals[0]).toContain('contract-orders');
      expect([log.lines, log.failures]).toEqual([[], []]);
    });

    it('delivers a test alert', async () => {
      const { notifier, receiver } = await set('ready');
      await notifier.notify(alertOf({ test: true }), live());
      expect(await receiver.arrivals()).toHaveLength(1);
    });

    it('delivers a digest', async () => {
      const { notifier, receiver } = await set('ready');
      await notifier.digest?.(DIGEST, live());
      const arrivals = await receiver.arrivals();
      expect(arrivals).toHaveLength(notifier.digest === undefined ? 0 : 1);
      for (const text of arrivals) expect(text).toContain('contract-orders');
    });

    it.each(['notify', 'digest'] as const)('fails in one line with the remedy and no secret: %s', async method => {
      const { notifier, receiver, log, secrets } = await set('refusing');
      if (method === 'digest' && notifier.digest === undefined) return;
      const delivery = method === 'notify' ? notifier.notify(alert(), live()) : notifier.digest?.(DIGEST, live());
      const message = messageOf(await errorOf(delivery));
      expect(message).toMatch(driver.remedy);
      expect(message.length).toBeLessThan(LONGEST_ERROR);
      for (const line of [message, ...log.lines, ...log.failures]) {
        expect(line).not.toMatch(/[\r\n]/);
        for (const secret of secrets) expect(line).not.toContain(secret);
      }
      expect(await receiver.arrivals()).toEqual([]);
    });

    it('marks every secret of its option', async () => {
      const { receiver, secrets } = await set('ready');
      const given = JSON.stringify(receiver.options);
      expect(/token|secret|hooks|password/.test(given)).toBe(secrets.length > 0);
    });

    it('delivers nothing with a signal that is already aborted', async () => {
      const { notifier, receiver } = await set('ready');
      const error = await errorOf(notifier.notify(alert(), AbortSignal.abort(new Error('given up'))));
      expect(deliveryFaultOf(error).ambiguous ?? false).toBe(false);
      expect(await receiver.arrivals()).toEqual([]);
    });

    it('ends at once when the signal is aborted, and reports a possible arrival', async () => {
      const { notifier, receiver } = await set('silent');
      const controller = new AbortController();
      const delivery = errorOf(notifier.notify(alert(), controller.signal));
      await receiver.reached();
      controller.abort(new Error('given up'));
      expect(deliveryFaultOf(await delivery).ambiguous ?? false).toBe(driver.ambiguous);
    });

    it('delivers nothing while its option is off', async () => {
      const receiver = await driver.start('ready');
      closers.push(() => receiver.close());
      const off = resolved({ [driver.definition.options.option]: false });
      expect(driver.definition.options.of(off)).toBe(false);
      const { notifier, close } = driver.create(new LiveOptions(off), new LogKeeper());
      await notifier.notify(alert(), live());
      await notifier.digest?.(DIGEST, live());
      await notifier.check?.(live());
      await notifier.close?.();
      await close?.();
      expect(await receiver.arrivals()).toEqual([]);
    });

    it('closes more than once', async () => {
      const { notifier } = await set('ready');
      await notifier.prepare?.();
      await notifier.notify(alert(), live());
      await notifier.close?.();
      await notifier.close?.();
    });
  });
}

async function errorOf(delivery: Promise<void> | undefined): Promise<unknown> {
  const [result] = await Promise.allSettled([delivery]);
  if (result.status === 'fulfilled') throw new Error('The delivery did not fail');
  return result.reason;
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) throw new Error('The delivery failed with a value that is no error');
  return error.message;
}
