import { z } from 'zod';
import type { Fingerprint } from './fingerprint-source.interface.js';
import { capture, delivery, localFile, recorder } from './schema/behaviour.schema.js';
import { cache } from './schema/cache.js';
import { boolean, duration, list, pattern, text } from './schema/checks.js';
import { digest, email, http, mattermost, webhook } from './schema/notifiers.schema.js';
import { option, optional } from './schema/option.js';

const OVERHEAD = 'must be a share of the CPU time: more than 0, at most 1, such as 0.05';
const ESCALATION = 'must be false, or a number from 1 to 1000';

/**
 * Every option: its check, its default, its variable and what is said about it, in one place. Unknown names are faults,
 * so that a typing error does not silently leave a default in force.
 *
 * @internal
 */
export const optionsSchema = z.strictObject(
  {
    enabled: option(boolean, true, {
      about: '`false` hooks and samples nothing; injected classes and decorators still work',
      variable: 'WPM_ENABLED',
      form: 'boolean',
    }),
    threshold: option(duration('1ms', '1d'), '1s', {
      about: 'an execution that takes at least this long is reported',
      variable: 'WPM_THRESHOLD_SECONDS',
      form: 'seconds',
      live: true,
    }),
    alertWindow: option(duration('0ms', '3650d'), '10d', {
      about: 'for how long after a report more of the same endpoint is only counted',
      variable: 'WPM_ALERT_WINDOW_DAYS',
      form: 'days',
      live: true,
    }),
    maxOverhead: option(z.number(OVERHEAD).gt(0, OVERHEAD).max(1, OVERHEAD), 0.05, {
      about: "the share of the process's CPU time that the monitor may use before a log line warns of it",
      variable: 'WPM_MAX_PERFORMANCE_OVERHEAD',
      form: 'number',
      live: true,
    }),
    include: option(list(pattern, 'patterns'), [], {
      about: 'when there is any, only executions that one of these patterns matches are watched',
      variable: 'WPM_URL_WHITELIST',
      gate: { variable: 'WPM_ENABLE_URL_WHITELIST', open: false },
      form: 'list',
      live: true,
    }),
    exclude: option(list(pattern, 'patterns'), [], {
      about: 'executions that one of these patterns matches are only counted',
      variable: 'WPM_URL_BLACKLIST',
      gate: { variable: 'WPM_ENABLE_URL_BLACKLIST', open: true },
      form: 'list',
      live: true,
    }),
    localFile,
    mattermost,
    webhook,
    email,
    digest,
    http,
    cache: optional(cache, {
      about: 'where it is remembered what was alerted: a cache of cache-manager',
      opaque: true,
      shownDefault: 'a store in the output directory',
    }),
    fingerprint: optional(
      z.custom<Fingerprint>(
        value => typeof value === 'function' || (typeof value === 'string' && value !== '' && value.length <= 200),
        'must be a function that gives a string, or a string of at most 200 characters',
      ),
      {
        about: 'what makes two executions be about the same thing: a function, or one value for all',
        variable: 'WPM_FINGERPRINT',
        opaque: true,
        shownDefault: 'kind and name',
      },
    ),
    escalation: option(
      z
        .union([z.literal(false), z.number().min(1, ESCALATION).max(1_000, ESCALATION)], { error: ESCALATION })
        .transform(value => (value === false ? 0 : value)),
      3,
      {
        about: 'what is this many times slower than what was alerted opens the window early, once; `false`: never',
        variable: 'WPM_ESCALATION',
        form: 'number',
        live: true,
      },
    ),
    capture,
    recorder,
    delivery,
    strict: option(boolean, true, {
      about: '`false`: a wrong setting falls to its default, with a warning, instead of stopping the start',
      variable: 'WPM_STRICT_CONFIG',
      form: 'boolean',
    }),
    configFile: optional(text('the path of a JSON file'), {
      about: 'a JSON file with these options, by the same names',
      variable: 'WPM_CONFIG_FILE',
    }),
    logLevel: option(
      z.enum(['silent', 'error', 'warn', 'info', 'debug'], {
        error: "must be 'silent', 'error', 'warn', 'info' or 'debug'",
      }),
      'info',
      {
        about: "the monitor's own lines, through Nest's `Logger`: `'silent'`, `'error'`, `'warn'`, `'info'`, `'debug'`",
        variable: 'WPM_LOG_LEVEL',
        form: 'level',
        live: true,
      },
    ),
  },
  'must be an object of options',
);

/** Options after their checks, before they are given the names that the rest of the house reads. @internal */
export type CheckedOptions = z.output<typeof optionsSchema>;
