import type { PerformanceMonitorOptions } from '../../lib/options/performance-monitor-options.interface.js';
import type { ResolvedOptions } from '../../lib/options/resolved-options.interface.js';
import { LiveOptions } from '../../lib/options/live-options.js';
import { AlertFiles } from '../../lib/delivery/alert-files.js';
import { DeliveryError } from '../../lib/model/delivery.error.js';
import { HttpClient } from '../../lib/notifiers/http/http-client.js';
import type { HttpTiming } from '../../lib/notifiers/http/http-timing.js';
import { MattermostNotifier } from '../../lib/notifiers/mattermost/mattermost.notifier.js';
import { LogKeeper } from '../unit/alerts/fixtures.js';
import { resolveOptions } from './resolve-options.js';

/** No machine is so busy that an answer takes longer; pauses that cost a test no time. */
export const TIMING: HttpTiming = {
  connectMs: 60_000,
  headersMs: 60_000,
  bodyMs: 60_000,
  backoffMs: 5,
  maxBackoffMs: 40,
};

/** Time enough for a request to arrive. */
const SHORT_MS = 1_000;

/**
 * Short limits for the request that the server answers too late, and long ones for all before and after it.
 *
 * @param arrived how many requests have come to the server
 * @param slow the number of the slow one, from 0
 */
export function shortFor(slow: number, arrived: () => number): HttpTiming {
  return {
    ...TIMING,
    get headersMs() {
      return arrived() === slow ? SHORT_MS : TIMING.headersMs;
    },
    get bodyMs() {
      return arrived() === slow + 1 ? SHORT_MS : TIMING.bodyMs;
    },
  };
}

export function resolved(options: PerformanceMonitorOptions): ResolvedOptions {
  return resolveOptions({ localFile: false, ...options });
}

/** A Mattermost notifier with all that it needs, and what it wrote to the log. */
export function mattermostNotifier(
  mattermost: PerformanceMonitorOptions['mattermost'],
  more: PerformanceMonitorOptions = {},
  timing: HttpTiming = TIMING,
): { notifier: MattermostNotifier; http: HttpClient; log: LogKeeper; files: AlertFiles } {
  const options = resolved({ mattermost, ...more });
  const http = new HttpClient(options, timing);
  const log = new LogKeeper();
  const files = new AlertFiles();
  return { notifier: new MattermostNotifier(new LiveOptions(options), http, files, log.logger), http, log, files };
}

/** What a delivery ended with: `undefined` when it succeeded. */
export async function faultOf(delivery: Promise<void>): Promise<DeliveryError | undefined> {
  try {
    await delivery;
    return undefined;
  } catch (error) {
    if (error instanceof DeliveryError) return error;
    throw error;
  }
}

export const live = (): AbortSignal => new AbortController().signal;
