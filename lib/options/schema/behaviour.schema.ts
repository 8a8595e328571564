import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { SUPPORTED_FORMATS } from '../../model/report-formats.js';
import { boolean, duration, integer, list, text } from './checks.js';
import { obstacleOf } from './directory-path.js';
import { group, option, switchable } from './option.js';

const MEGABYTE = 1_048_576;

/** What tells about a request and is no secret by its nature. Sensitive ones that an application lists are masked. */
const SHOWN_HEADERS = [
  'accept',
  'accept-encoding',
  'accept-language',
  'cache-control',
  'content-encoding',
  'content-length',
  'content-type',
  'host',
  'if-modified-since',
  'if-none-match',
  'origin',
  'range',
  'referer',
  'traceid',
  'traceparent',
  'tracestate',
  'transfer-encoding',
  'user-agent',
  'via',
  'x-correlation-id',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-request-id',
  'x-trace-id',
];

const lowerCase = (what: string) => text(what).transform(value => value.toLowerCase());

/** @internal */
export const localFile = switchable(
  {
    outputDir: option(
      text('the path of a directory')
        .transform(path => resolve(path))
        .superRefine((path, context) => {
          const obstacle = obstacleOf(path);
          if (obstacle !== undefined)
            context.addIssue(`must be the path of a directory, but ${obstacle} is a file: set another path`);
        }),
      () => join(tmpdir(), 'performance-reports'),
      {
        about: 'where reports go; created for its owner only',
        variable: 'WPM_LOCAL_OUTPUT_DIR',
        shownDefault: '<tmpdir>/performance-reports',
      },
    ),
    formats: option(
      list(z.enum(SUPPORTED_FORMATS, { error: `must be one of ${SUPPORTED_FORMATS.join(', ')}` }), 'formats')
        .min(1, 'must name at least one format; set localFile to false to write no files')
        .transform(formats => [...new Set(formats)]),
      ['html'],
      {
        about: `a file for each of these formats: ${SUPPORTED_FORMATS.map(format => `\`'${format}'\``).join(', ')}`,
        variable: 'WPM_REPORT_FORMATS',
        form: 'list',
        live: true,
      },
    ),
    retention: group({
      maxAge: option(duration('1m', '3650d'), '30d', {
        about: 'older reports are deleted',
        variable: 'WPM_RETENTION_DAYS',
        form: 'days',
        live: true,
      }),
      maxFiles: option(integer(1, 1_000_000), 500, {
        about: 'of more reports the oldest are deleted',
        variable: 'WPM_RETENTION_MAX_FILES',
        form: 'number',
        live: true,
      }),
      maxBytes: option(integer(MEGABYTE, Number.MAX_SAFE_INTEGER), 512 * MEGABYTE, {
        about: 'of larger reports the oldest are deleted',
        variable: 'WPM_RETENTION_MAX_BYTES',
        form: 'number',
        live: true,
        shownDefault: '536870912 (512 MB)',
      }),
    }),
  },
  true,
  { about: '`false` writes no files', variable: 'WPM_ENABLE_LOCAL_FILE', form: 'boolean' },
);

/** @internal */
export const capture = group({
  query: option(boolean, true, {
    about: "keeps the query's values, masked",
    variable: 'WPM_CAPTURE_QUERY',
    form: 'boolean',
    live: true,
  }),
  headers: option(list(lowerCase('the name of a header'), 'header names'), SHOWN_HEADERS, {
    about: 'the request headers that are kept, masked',
    variable: 'WPM_CAPTURE_HEADERS',
    form: 'list',
    live: true,
    shownDefault: 'harmless ones: `accept`, `content-type`, `host`, `user-agent` …',
  }),
  body: option(boolean, false, {
    about: 'keeps the body as the application parsed it, masked',
    variable: 'WPM_CAPTURE_BODY',
    form: 'boolean',
    live: true,
  }),
  redact: group({
    keys: option(list(lowerCase('a name'), 'names'), [], {
      about: 'more names whose values are masked, found inside longer names, too',
      variable: 'WPM_REDACT_KEYS',
      form: 'list',
      live: true,
    }),
    allow: option(list(lowerCase('a name'), 'names'), [], {
      about: 'names that are not masked although they sound like a secret',
      variable: 'WPM_REDACT_ALLOW',
      form: 'list',
      live: true,
    }),
  }),
});

/** @internal */
export const recorder = group({
  cpu: option(boolean, true, {
    about: 'CPU samples; without them a report tells how long code ran, but not which function',
    variable: 'WPM_RECORDER_CPU',
    form: 'boolean',
  }),
  samplingInterval: option(duration('1ms', '1s'), '10ms', {
    about: 'time between two samples, 1 ms to 1 s',
    variable: 'WPM_SAMPLING_INTERVAL_MS',
    form: 'milliseconds',
  }),
  spans: option(
    z.enum(['providers', 'decorated', 'off'], { error: "must be 'providers', 'decorated' or 'off'" }),
    'providers',
    {
      about:
        "spans of the async methods of all providers; `'decorated'`: only where `@Profile()` stands; `'off'`: none",
      variable: 'WPM_RECORDER_SPANS',
    },
  ),
  retention: option(duration('1s', '10m'), '2m', {
    about: 'how far back the recorder remembers, 1 s to 10 min; of what takes longer the beginning is missing',
    variable: 'WPM_RECORDER_RETENTION_MS',
    form: 'milliseconds',
  }),
});

/** @internal */
export const delivery = group({
  queueSize: option(integer(1, 100_000), 1_000, {
    about: 'alerts that wait for their delivery; of more the oldest are dropped, and counted',
    variable: 'WPM_DELIVERY_QUEUE_SIZE',
    form: 'number',
  }),
  timeout: option(duration('100ms', '10m'), '30s', {
    about: 'what one delivery by one notifier may take, retries included',
    variable: 'WPM_DELIVERY_TIMEOUT_MS',
    form: 'milliseconds',
  }),
  shutdownTimeout: option(duration('0ms', '5m'), '5s', {
    about: 'how long the shutdown waits for alerts on their way',
    variable: 'WPM_DELIVERY_SHUTDOWN_TIMEOUT_MS',
    form: 'milliseconds',
  }),
});
