import { z } from 'zod';
import { captureGroup } from './capture.schema.js';
import { deliveryGroup } from './delivery.schema.js';
import type { Fingerprint } from '../fingerprint-source.interface.js';
import { recorderGroup } from './recorder.schema.js';
import { cache } from './cache.js';
import { metrics } from './metrics.js';
import { lockPool } from './lock-pool.js';
import { boolean, duration, durationOrFalse, list, pattern, text } from './checks.js';
import { option, optional } from './option.js';
import type { GroupFault } from './option-part.js';

interface AlertingValues {
  readonly threshold: number;
  readonly stuckAfter?: number | false | undefined;
}

const OVERHEAD = 'must be a share of the CPU time: more than 0, at most 1, such as 0.05';
const ESCALATION = 'must be false, or a number from 1 to 1000';
const LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;

/** The options before those of the notifiers: which executions raise an alert. @internal */
export const alertingOptions = {
  enabled: option(boolean, true, {
    about: '`false` monitors nothing; injected classes and decorators still work',
    variable: 'WPM_ENABLED',
    form: 'boolean',
  }),
  threshold: option(duration('1ms', '1d'), '1s', {
    about: 'an execution that takes at least this long is slow and raises an alert',
    variable: 'WPM_THRESHOLD_SECONDS',
    form: 'seconds',
    live: true,
  }),
  stuckAfter: optional(durationOrFalse('1ms', '10d'), {
    about:
      'an execution that still runs after this time is reported while it hangs; `false`: never. The default is for requests, messages and events only',
    variable: 'WPM_STUCK_AFTER_MS',
    form: 'milliseconds',
    live: true,
    shownDefault: '10 × the threshold, at least 30 s',
  }),
  queueThreshold: option(durationOrFalse('1ms', '3650d'), false, {
    about: 'an execution that waited at least this long in its queue raises an alert, too; `false`: never',
    variable: 'WPM_QUEUE_THRESHOLD_MS',
    form: 'milliseconds',
    live: true,
  }),
  blockedAfter: option(durationOrFalse('1s', '1h'), false, {
    about:
      'when the event loop is held for this long, a thread of the monitor reports it while it is held; `false`: never, and no thread',
    variable: 'WPM_BLOCKED_AFTER_MS',
    form: 'milliseconds',
  }),
  alertWindow: option(duration('0ms', '3650d'), '10d', {
    about: 'after an alert, further slow executions of the same endpoint are only counted for this long',
    variable: 'WPM_ALERT_WINDOW_DAYS',
    form: 'days',
    live: true,
  }),
  maxOverhead: option(z.number(OVERHEAD).gt(0, OVERHEAD).max(1, OVERHEAD), 0.05, {
    about: "a log line warns when the monitor uses a larger share of the process's CPU time",
    variable: 'WPM_MAX_PERFORMANCE_OVERHEAD',
    form: 'number',
    live: true,
  }),
  include: option(list(pattern, 'patterns'), [], {
    about: 'when not empty, only executions that match one of these patterns are monitored',
    variable: 'WPM_URL_WHITELIST',
    gate: { variable: 'WPM_ENABLE_URL_WHITELIST', open: false },
    form: 'list',
    live: true,
  }),
  exclude: option(list(pattern, 'patterns'), [], {
    about: 'executions that match one of these patterns are only counted',
    variable: 'WPM_URL_BLACKLIST',
    gate: { variable: 'WPM_ENABLE_URL_BLACKLIST', open: true },
    form: 'list',
    live: true,
  }),
};

/** An execution below its threshold is not slow, so that it cannot hang. @internal */
export function alertingFaults({ threshold, stuckAfter }: AlertingValues): readonly GroupFault[] {
  if (typeof stuckAfter !== 'number' || stuckAfter >= threshold) return [];
  const message = `must be false, or at least the threshold, which is ${threshold} ms`;
  return [{ path: 'stuckAfter', message }];
}

/** The options after those of the notifiers: how alerts are claimed, captured, recorded and delivered. @internal */
export const operatingOptions = {
  cache: optional(cache, {
    about: 'a cache of cache-manager that keeps the record of sent alerts',
    opaque: true,
    shownDefault: 'a store in the output directory',
  }),
  fingerprint: optional(
    z.custom<Fingerprint>(
      value => typeof value === 'function' || (typeof value === 'string' && value !== '' && value.length <= 200),
      'must be a function that returns a string, or a string of at most 200 characters',
    ),
    {
      about: 'executions with the same fingerprint share one alert: a function, or one value for all',
      variable: 'WPM_FINGERPRINT',
      opaque: true,
      shownDefault: 'kind and name',
    },
  ),
  metrics: optional(metrics, {
    about: 'a registry of prom-client, or a meter of OpenTelemetry, that gets the figures of the monitor',
    opaque: true,
    shownDefault: 'none',
  }),
  escalation: option(
    z
      .union([z.literal(false), z.number().min(1, ESCALATION).max(1_000, ESCALATION)], { error: ESCALATION })
      .transform(value => (value === false ? 0 : value)),
    3,
    {
      about:
        'an execution this many times slower than the alerted one raises an alert within the window, once; `false`: never',
      variable: 'WPM_ESCALATION',
      form: 'number',
      live: true,
    },
  ),
  explainLocks: optional(lockPool, {
    about: 'a pool of `pg`, over which PostgreSQL reports the holder of a lock that an execution waits for',
    opaque: true,
    shownDefault: 'likely locks only',
  }),
  capture: captureGroup,
  recorder: recorderGroup,
  delivery: deliveryGroup,
  strict: option(boolean, true, {
    about: '`false`: an invalid setting falls back to its default with a warning, and the application starts',
    variable: 'WPM_STRICT_CONFIG',
    form: 'boolean',
  }),
  configFile: optional(text('the path of a JSON file'), {
    about: 'a JSON file with these options under the same names',
    variable: 'WPM_CONFIG_FILE',
  }),
  logLevel: option(z.enum(LEVELS, { error: "must be 'silent', 'error', 'warn', 'info' or 'debug'" }), 'info', {
    about: "log lines of the monitor, through Nest's `Logger`: `'silent'`, `'error'`, `'warn'`, `'info'`, `'debug'`",
    variable: 'WPM_LOG_LEVEL',
    form: 'level',
    live: true,
  }),
};
