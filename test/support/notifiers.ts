import type { PerformanceMonitorOptions } from '../../lib/module/performance-monitor-options.interface.js';
import type { ResolvedOptions } from '../../lib/options/resolved-options.interface.js';
import { LiveOptions } from '../../lib/options/live-options.js';
import { AlertFiles } from '../../lib/delivery/alert-files.js';
import { DeliveryError } from '../../lib/model/delivery.error.js';
import { HttpClient } from '../../lib/notifiers/http-client/http-client.js';
import type { HttpTiming } from '../../lib/notifiers/http-client/http-timing.js';
import { MattermostNotifier } from '../../lib/notifiers/mattermost/mattermost.notifier.js';
import { LogKeeper } from '../unit/alerts/fixtures.js';
import { resolveOptions } from './resolve-options.js';

/** Limits beyond any answer, even on a busy machine, and pauses that take a test no time. */
export const TIMING: HttpTiming = {
  connectMs: 60_000,
  headersMs: 60_000,
  bodyMs: 60_000,
  backoffMs: 5,
  maxBackoffMs: 40,
};

/** Enough time for a request to arrive. */
const SHORT_MS = 1_000;

/**
 * Short limits for the request that the server answers too late, and long ones for all others.
 *
 * @param arrived returns the number of requests that the server has received
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

/** A Mattermost notifier with its dependencies, and the lines of its log. */
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

/** The error of a delivery; `undefined` after a success. */
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
