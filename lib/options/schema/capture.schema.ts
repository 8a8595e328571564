import { boolean, list, text } from './checks.js';
import { group, option } from './option.js';

/** Headers that describe a request and hold no secret. Sensitive ones that an application lists are masked. */
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

const lowerCase = (subject: string) => text(subject).transform(value => value.toLowerCase());

/** @internal */
export const captureGroup = group({
  query: option(boolean, true, {
    about: 'keeps the values of the query, masked',
    variable: 'WPM_CAPTURE_QUERY',
    form: 'boolean',
    live: true,
  }),
  headers: option(list(lowerCase('the name of a header'), 'header names'), SHOWN_HEADERS, {
    about: 'the names of the request headers that are kept, masked',
    variable: 'WPM_CAPTURE_HEADERS',
    form: 'list',
    live: true,
    shownDefault: 'harmless ones: `accept`, `content-type`, `host`, `user-agent` …',
  }),
  body: option(boolean, false, {
    about: 'keeps the body in the form in which the application parsed it, masked',
    variable: 'WPM_CAPTURE_BODY',
    form: 'boolean',
    live: true,
  }),
  redact: group({
    keys: option(list(lowerCase('a name'), 'names'), [], {
      about: 'additional names with masked values; longer names that contain one count too',
      variable: 'WPM_REDACT_KEYS',
      form: 'list',
      live: true,
    }),
    allow: option(list(lowerCase('a name'), 'names'), [], {
      about: 'names with values that are not masked although the name sounds like a secret',
      variable: 'WPM_REDACT_ALLOW',
      form: 'list',
      live: true,
    }),
  }),
});
