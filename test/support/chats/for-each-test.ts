import { afterEach } from '@jest/globals';
import { AlertFiles } from '../../../lib/delivery/alert-files.js';
import type { Digest } from '../../../lib/model/digest.interface.js';
import type { PerformanceMonitorOptions } from '../../../lib/module/performance-monitor-options.interface.js';
import { HttpClient } from '../../../lib/notifiers/http-client/http-client.js';
import { LiveOptions } from '../../../lib/options/live-options.js';
import { LogKeeper } from '../../unit/alerts/fixtures.js';
import { TIMING, resolved } from '../notifiers.js';
import type { FakeService } from './fake-service.js';

interface Made<Notifier> {
  readonly notifier: Notifier;
  readonly log: LogKeeper;
  readonly files: AlertFiles;
}

type Make<Notifier> = (live: LiveOptions, http: HttpClient, files: AlertFiles, log: LogKeeper) => Notifier;

const AT = '2026-11-23T08:00:00.000Z';

/** A digest without a slow execution. */
export const QUIET_DIGEST: Digest = {
  id: 'd1',
  since: AT,
  until: AT,
  host: 'h',
  pid: 1,
  slow: 0,
  suppressed: 0,
  endpoints: [],
  more: 0,
};

/** Services and notifiers that are closed after each test of the suite. */
export function servicesForEachTest() {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });
  return {
    async start<Service extends FakeService>(service: Service): Promise<Service> {
      await service.start();
      closers.push(() => service.close());
      return service;
    },
    make<Notifier>(options: PerformanceMonitorOptions, make: Make<Notifier>): Made<Notifier> {
      const settings = resolved(options);
      const http = new HttpClient(settings, TIMING);
      closers.push(() => http.close());
      const log = new LogKeeper();
      const files = new AlertFiles();
      return { notifier: make(new LiveOptions(settings), http, files, log), log, files };
    },
  };
}
