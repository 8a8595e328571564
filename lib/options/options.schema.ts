import { tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { z } from 'zod';
import { SUPPORTED_FORMATS } from './report-formats.js';
import { parseDuration } from './duration.js';

/** A duration in milliseconds within bounds; the message says what would be right. */
function duration(name: string, fallback: string, minMs: number, maxMs: number) {
  return z
    .union([z.number(), z.string()], {
      error: `must be a duration: milliseconds as a number, or a string like '${fallback}'`,
    })
    .default(fallback)
    .transform((value, context) => {
      const parsed = parseDuration(value);
      if (parsed !== undefined && parsed >= minMs && parsed <= maxMs) return parsed;
      const why =
        parsed === undefined
          ? `is not a duration: give milliseconds as a number, or a string like '500ms', '1.5s', '2m', '10d'`
          : `must lie between ${minMs} ms and ${maxMs} ms`;
      context.addIssue({ code: 'custom', message: `${why} (${name})` });
      return z.NEVER;
    });
}

const DAY_MS = 86_400_000;

const localFile = z.strictObject({
  outputDir: z
    .string({ error: 'must be the path of a directory' })
    .min(1, 'must be the path of a directory')
    .refine(path => !path.includes('\0'), 'must not contain a NUL character')
    .transform(path => (isAbsolute(path) ? path : resolve(path)))
    .default(() => join(tmpdir(), 'performance-reports')),
  formats: z
    .array(z.enum(SUPPORTED_FORMATS, { error: `must be one of ${SUPPORTED_FORMATS.join(', ')}` }))
    .min(1, 'must name at least one format; set localFile to false to write no files')
    .default(['html']),
});

const recorder = z.strictObject({
  cpu: z.boolean('must be true or false').default(true),
  samplingInterval: duration('the time between two CPU samples', '10ms', 1, 1_000),
  spans: z
    .enum(['providers', 'decorated', 'off'], { error: "must be 'providers', 'decorated' or 'off'" })
    .default('providers'),
  retention: duration('how far back the recorder remembers', '2m', 1_000, 600_000),
});

/**
 * What `forRoot()` accepts: every option's check and default in one place. Unknown names are faults, so that a typing
 * error does not silently leave a default in force.
 *
 * @internal
 */
export const optionsSchema = z.strictObject({
  enabled: z.boolean('must be true or false').default(true),
  threshold: duration('when an execution is slow', '1s', 1, DAY_MS),
  alertWindow: duration('how long repeats are only counted', '10d', 0, 3_650 * DAY_MS),
  localFile: z
    .union([z.literal(false), localFile], { error: 'must be false or an object of outputDir, formats' })
    .default(() => localFile.parse({})),
  recorder: recorder.default(() => recorder.parse({})),
  logLevel: z
    .enum(['silent', 'error', 'warn', 'info', 'debug'], {
      error: "must be 'silent', 'error', 'warn', 'info' or 'debug'",
    })
    .default('info'),
});
