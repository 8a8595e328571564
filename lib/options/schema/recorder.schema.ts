import { z } from 'zod';
import { boolean, duration } from './checks.js';
import { group, option } from './option.js';

const SPAN_MODES = ['providers', 'decorated', 'off'] as const;

/** @internal */
export const recorderGroup = group({
  cpu: option(boolean, true, {
    about: 'takes CPU samples; without them a report shows how long code ran, but no functions',
    variable: 'WPM_RECORDER_CPU',
    form: 'boolean',
  }),
  samplingInterval: option(duration('1ms', '1s'), '10ms', {
    about: 'time between two samples, 1 ms to 1 s',
    variable: 'WPM_SAMPLING_INTERVAL_MS',
    form: 'milliseconds',
  }),
  spans: option(z.enum(SPAN_MODES, { error: "must be 'providers', 'decorated' or 'off'" }), 'providers', {
    about:
      "spans for the async methods of all providers; `'decorated'`: for handlers and methods with `@Profile()`; `'off'`: none",
    variable: 'WPM_RECORDER_SPANS',
  }),
  retention: option(duration('1s', '10m'), '2m', {
    about: 'how far back the recorder remembers, 1 s to 10 min; a longer execution lacks its first part',
    variable: 'WPM_RECORDER_RETENTION_MS',
    form: 'milliseconds',
  }),
});
