import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Keyv } from 'keyv';
import { AlertFiles } from '../../../../lib/delivery/alert-files.js';
import { loadS3 } from '../../../../lib/notifiers/store/s3-sdk.js';
import { StoreNotifier } from '../../../../lib/notifiers/store/store.notifier.js';
import type { StoredReport } from '../../../../lib/notifiers/store/keyv-reports.js';
import type { PerformanceMonitorOptions } from '../../../../lib/index.js';
import { LiveOptions } from '../../../../lib/options/live-options.js';
import { KeyvAdapter } from '../../../support/keyv-adapter.js';
import { resolved } from '../../../support/notifiers.js';
import { alertOf, LogKeeper, reportOf } from '../../alerts/fixtures.js';

const { signal } = new AbortController();
const DAY_MS = 86_400_000;

class BrokenAdapter extends KeyvAdapter {
  override set = (): Promise<boolean> => Promise.reject(new Error('connect ECONNREFUSED'));
}

/** As a client that waits for its server. */
class SilentAdapter extends KeyvAdapter {
  override set = (): Promise<boolean> => new Promise(() => undefined);
}

const made5 = (options: object = {}): Keyv => new Keyv({ store: new KeyvAdapter(), ...options });

describe('a store of keyv', () => {
  let log: LogKeeper;
  let files: AlertFiles;
  let notifiers: StoreNotifier[] = [];
  beforeEach(() => {
    log = new LogKeeper();
    files = new AlertFiles();
  });
  afterEach(async () => {
    await Promise.all(notifiers.map(notifier => notifier.close()));
    notifiers = [];
  });

  function made(store: PerformanceMonitorOptions['store']): StoreNotifier {
    const options = resolved({ localFile: false, store });
    const notifier = new StoreNotifier(new LiveOptions(options), files, log.logger, loadS3);
    notifiers.push(notifier);
    return notifier;
  }

  it.each([
    ['in the place of the option', (keyv: Keyv) => keyv],
    ['as its member', (keyv: Keyv) => ({ keyv })],
  ])('gets the page of each report, %s', async (_, given) => {
    const keyv = made5();
    const alert = alertOf({ report: reportOf({ name: 'GET /orders' }) });
    await made(given(keyv)).notify(alert, signal);
    const [place = ''] = files.of(alert);
    expect(place).toBe(`performance-monitor:report:${alert.report.id}`);
    const stored = await keyv.get<StoredReport>(place);
    expect(stored).toMatchObject({ mediaType: 'text/html', name: expect.stringMatching(/_http_GET-orders_.*\.html$/) });
    const page = gunzipSync(Buffer.from(stored?.gzip ?? '', 'base64'));
    expect(page.equals(await alert.render('html'))).toBe(true);
  });

  it('lets the pages expire: after its own time, or else after thirty days', async () => {
    const expiry = async (keyv: Keyv): Promise<number> => {
      const alert = alertOf({ report: reportOf({ name: 'GET /orders' }) });
      await made(keyv).notify(alert, signal);
      const raw = await keyv.get(`performance-monitor:report:${alert.report.id}`, { raw: true });
      return Math.round(((raw?.expires ?? 0) - Date.now()) / DAY_MS);
    };
    expect(await expiry(made5())).toBe(30);
    expect(await expiry(made5({ ttl: 2 * DAY_MS }))).toBe(2);
  });

  it('that fails is an error with its reason, and can be tried again', async () => {
    const keyv = made5({ store: new BrokenAdapter() });
    const failure = made(keyv).notify(alertOf({ report: reportOf({ name: 'GET /orders' }) }), signal);
    await expect(failure).rejects.toMatchObject({
      message: expect.stringMatching(/^No report can be stored in the store of keyv: .*ECONNREFUSED/),
      ambiguous: false,
      permanent: false,
    });
  });

  it('answers the command doctor', async () => {
    expect(await made(made5()).probe(signal)).toBe('the store of keyv answers');
  });

  it('belongs to the application: it stays open, without a listener of ours', async () => {
    const keyv = made5();
    const before = keyv.listeners('error').length;
    const notifier = made(keyv);
    await notifier.prepare();
    expect(keyv.listeners('error')).toHaveLength(before + 1);
    await notifier.close();
    expect(keyv.listeners('error')).toHaveLength(before);
    expect(await keyv.set('own', 1)).toBe(true);
  });

  it('beside a bucket is refused, and so is another object', () => {
    expect(() => resolved({ store: { keyv: made5(), s3: { bucket: 'acme-reports' } } })).toThrow(
      /store\.s3\.bucket must not be set beside a store of keyv/,
    );
    expect(() => resolved({ store: { keyv: new KeyvAdapter() as unknown as Keyv } })).toThrow(
      /store\.keyv must be a store of keyv 5/,
    );
    expect(() => resolved({ store: new Keyv() })).toThrow(/store\.keyv must have an adapter, such as createKeyv\(\)/);
  });

  it('that does not answer is an error when the time of the delivery is over', async () => {
    const late = new AbortController();
    const failure = made(made5({ store: new SilentAdapter() })).notify(
      alertOf({ report: reportOf({ name: 'GET /orders' }) }),
      late.signal,
    );
    setTimeout(() => late.abort(), 300);
    await expect(failure).rejects.toMatchObject({
      message: expect.stringMatching(/it does not answer$/),
      ambiguous: false,
    });
  });
});
