import { afterEach, describe, expect, it } from '@jest/globals';
import { AlertFiles } from '../../lib/delivery/alert-files.js';
import type { PerformanceMonitorOptions } from '../../lib/module/performance-monitor-options.interface.js';
import { HttpClient } from '../../lib/notifiers/http-client/http-client.js';
import type { HttpTiming } from '../../lib/notifiers/http-client/http-timing.js';
import type { BuiltInNotifier } from '../../lib/notifiers/notifier-definition.js';
import { LiveOptions } from '../../lib/options/live-options.js';
import { configuredSecrets } from '../../lib/privacy/configured-secrets.js';
import type { FakeService } from '../support/chats/fake-service.js';
import type { Fault } from '../support/mattermost/faults.js';
import { TIMING, faultOf, live, resolved, shortFor } from '../support/notifiers.js';
import { alertOf } from '../unit/alerts/fixtures.js';

/** A service that one message reaches with one request. */
export interface ChatDriver<Service extends FakeService> {
  readonly title: string;
  /** The option with the address. */
  readonly option: string;
  start(): Promise<Service>;
  options(service: Service): PerformanceMonitorOptions;
  create(live: LiveOptions, http: HttpClient, files: AlertFiles): BuiltInNotifier;
  /** The texts that people see, one for each message. */
  arrivals(service: Service): readonly string[];
  /** The service recognizes a repeated message, so a message that may have arrived is sent again. */
  readonly repeatable?: true;
  /** An answer of status 2xx determines the outcome, also without a complete body. */
  readonly statusDecides?: true;
  /** A message contains the report, and is repeated without it if that is too large. */
  readonly attaches?: true;
}

interface FaultCase {
  readonly fault: Fault;
  readonly requests: number;
  readonly arrivals: number;
  readonly error?: RegExp;
  readonly ambiguous?: boolean;
  readonly permanent?: boolean;
}

const TOO_LARGE = /too large for it or for a proxy/;
const BROKE = /broke before it answered/;

/** Declares the tests that every notifier for one public service must pass, beside those of `notifierContract`. */
export function chatContract<Service extends FakeService>(driver: ChatDriver<Service>): void {
  describe(`the network before ${driver.title}`, () => {
    const closers: (() => Promise<void>)[] = [];
    afterEach(async () => {
      for (const close of closers.splice(0).reverse()) await close();
    });

    async function set(timingOf: (service: Service) => HttpTiming = () => TIMING, localFile = false) {
      const service = await driver.start();
      closers.push(() => service.close());
      const options = resolved({ ...driver.options(service), ...(localFile && { localFile: {} }) });
      const http = new HttpClient(options, timingOf(service));
      closers.push(() => http.close());
      const files = new AlertFiles();
      const notifier = driver.create(new LiveOptions(options), http, files);
      return { service, notifier, files, secrets: configuredSecrets(options.partValues) };
    }

    const again = driver.repeatable === true;
    const cases: readonly FaultCase[] = [
      { fault: { kind: 'proxy-error', status: 503 }, requests: 2, arrivals: 1 },
      again
        ? { fault: { kind: 'proxy-error', status: 504 }, requests: 2, arrivals: 1 }
        : { fault: { kind: 'proxy-error', status: 504 }, requests: 1, arrivals: 0, ambiguous: true, error: /504/ },
      again
        ? { fault: { kind: 'reset-before' }, requests: 2, arrivals: 1 }
        : { fault: { kind: 'reset-before' }, requests: 1, arrivals: 0, ambiguous: true, error: BROKE },
      again
        ? { fault: { kind: 'reset-after' }, requests: 2, arrivals: 1 }
        : { fault: { kind: 'reset-after' }, requests: 1, arrivals: 1, ambiguous: true, error: BROKE },
      driver.statusDecides === true
        ? { fault: { kind: 'truncated' }, requests: 1, arrivals: 1 }
        : { fault: { kind: 'truncated' }, requests: 1, arrivals: 1, ambiguous: true, error: /was cut off/ },
      driver.attaches === true
        ? { fault: { kind: 'proxy-error', status: 413 }, requests: 2, arrivals: 1 }
        : { fault: { kind: 'proxy-error', status: 413 }, requests: 1, arrivals: 0, permanent: true, error: TOO_LARGE },
      { fault: { kind: 'redirect', to: '/login' }, requests: 1, arrivals: 0, permanent: true, error: /redirects to/ },
    ];

    it.each(cases.map(each => [JSON.stringify(each.fault), each] as const))('%s', async (_, expected) => {
      const { service, notifier, secrets } = await set();
      service.faults.plant('/', expected.fault);
      const found = await faultOf(notifier.notify(alertOf(), live()));
      const { requests, arrivals, error, ambiguous = false, permanent = false } = expected;
      expect({ requests: service.requests.length, arrivals: driver.arrivals(service).length }).toEqual({
        requests,
        arrivals,
      });
      if (error === undefined) return expect(found).toBeUndefined();
      expect(found?.message).toMatch(error);
      expect(found).toMatchObject({ ambiguous, permanent });
      for (const secret of secrets) expect(found?.message).not.toContain(secret);
    });

    it('gives up an answer that does not come', async () => {
      const { service, notifier } = await set(made => shortFor(0, () => made.requests.length));
      service.faults.plant('/', { kind: 'slow-headers', ms: 600_000 });
      const found = await faultOf(notifier.notify(alertOf(), live()));
      if (again) expect([found, service.requests.length]).toEqual([undefined, 2]);
      else {
        expect(found).toMatchObject({ ambiguous: true, message: expect.stringContaining('did not answer within') });
        expect(service.requests).toHaveLength(1);
      }
    });

    it('rejects a web page in place of the service', async () => {
      const { service, notifier } = await set();
      service.refusals.push({ text: '<h1>Sign in</h1>', headers: { 'content-type': 'text/html' } });
      const found = await faultOf(notifier.notify(alertOf(), live()));
      expect(found?.message).toMatch(/answers with a web page/);
      expect(found?.message).toContain(driver.option);
      expect(found).toMatchObject({ permanent: true, ambiguous: false });
    });

    it('waits as long as the service demands', async () => {
      const { service, notifier } = await set();
      service.refusals.push({ status: 429, text: '', headers: { 'retry-after': '86400' } });
      const found = await faultOf(notifier.notify(alertOf(), live()));
      expect(found?.message).toMatch(/wait 864\d\d s, longer than delivery\.timeout allows/);
      expect(found).toMatchObject({ permanent: false, ambiguous: false });
      service.refusals.push({ status: 429, text: '', headers: { 'retry-after': '0' } });
      await notifier.notify(alertOf(), live());
      expect(driver.arrivals(service)).toHaveLength(1);
    });

    it('names the file of the report, or attaches it', async () => {
      const { service, notifier, files } = await set(undefined, true);
      const alert = alertOf();
      const delivery = notifier.notify(alert, live());
      files.add(alert, '/var/reports/one.html');
      files.end(alert, 'local-file');
      await delivery;
      expect(driver.arrivals(service)[0]).toContain(driver.attaches ? 'attached: save it' : '/var/reports/one.html');
    });
  });
}
