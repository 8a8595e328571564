import { resolve } from 'node:path';
import { z } from 'zod';
import { SUPPORTED_FORMATS } from '../../model/report-formats.js';
import type { ResolvedLocalFile } from '../../options/resolved-options.interface.js';
import { duration, integer, list, plainUrl, text } from '../../options/schema/checks.js';
import { frozen } from '../../options/schema/frozen.js';
import { switchablePart } from '../../options/schema/option-part.js';
import { group, option, optional } from '../../options/schema/option.js';
import { defaultOutputDir, OUTPUT_DIR_VARIABLE } from './default-directory.js';
import { obstacleOf } from './directory-obstacle.js';

const MEGABYTE = 1_048_576;

const directory = text('the path of a directory')
  .transform(path => resolve(path))
  .superRefine((path, context) => {
    const obstacle = obstacleOf(path);
    if (obstacle !== undefined)
      context.addIssue(`must be the path of a directory, but ${obstacle} is a file: set another path`);
  });

const baseUrl = plainUrl('messages show it, and the name of a file follows');

const retention = group({
  maxAge: option(duration('1m', '3650d'), '30d', {
    about: 'older reports are deleted',
    variable: 'WPM_RETENTION_DAYS',
    form: 'days',
    live: true,
  }),
  maxFiles: option(integer(1, 1_000_000), 500, {
    about: 'when there are more reports, the oldest are deleted',
    variable: 'WPM_RETENTION_MAX_FILES',
    form: 'number',
    live: true,
  }),
  maxBytes: option(integer(MEGABYTE, Number.MAX_SAFE_INTEGER), 512 * MEGABYTE, {
    about: 'when the reports are larger together, the oldest are deleted',
    variable: 'WPM_RETENTION_MAX_BYTES',
    form: 'number',
    live: true,
    shownDefault: '536870912 (512 MB)',
  }),
});

/** @internal */
export const localFileOptions = switchablePart({
  option: 'localFile',
  on: true,
  facts: { about: '`false` writes no files', variable: 'WPM_ENABLE_LOCAL_FILE', form: 'boolean' },
  members: {
    outputDir: option(directory, defaultOutputDir, {
      about: 'the directory of the reports; created for its owner only',
      variable: OUTPUT_DIR_VARIABLE,
      shownDefault: '<tmpdir>/performance-reports',
    }),
    formats: option(
      list(z.enum(SUPPORTED_FORMATS, { error: `must be one of ${SUPPORTED_FORMATS.join(', ')}` }), 'formats')
        .min(1, 'must name at least one format; set localFile to false to write no files')
        .transform(formats => [...new Set(formats)]),
      ['html'],
      {
        about: `one file is written in each of these formats: ${SUPPORTED_FORMATS.map(format => `\`'${format}'\``).join(', ')}`,
        variable: 'WPM_REPORT_FORMATS',
        form: 'list',
        live: true,
      },
    ),
    baseUrl: optional(baseUrl, {
      about: 'the address at which a web server of yours offers the directory; messages then have links to the reports',
      variable: 'WPM_REPORT_BASE_URL',
      live: true,
    }),
    retention,
  },
  resolve: ({ outputDir, formats, baseUrl: address, retention: { maxAge, maxFiles, maxBytes } }): ResolvedLocalFile =>
    frozen({ outputDir, formats, baseUrl: address, retention: { maxAgeMs: maxAge, maxFiles, maxBytes } }),
});
