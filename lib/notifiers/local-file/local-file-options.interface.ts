import type { ReportFormat } from '../../model/report.interface.js';
import type { Duration } from '../../options/option-values.interface.js';

/** The member that this notifier adds to the options of the module. */
export interface LocalFileOption {
  /**
   * Writes a report file for each alert. `false` writes no files.
   *
   * @default { outputDir: '<tmpdir>/performance-reports', formats: ['html'] }
   */
  localFile?: false | LocalFileOptions;
}

/**
 * Report files: their directory, formats and lifetime. Only their owner can read them, and a file appears when it is
 * complete. The monitor refuses a directory that is a symbolic link or belongs to another user, and logs the remedy.
 *
 * @example
 * localFile: { outputDir: '/var/reports', formats: ['html', 'json'], retention: { maxAge: '7d' } }
 *
 * @publicApi
 */
export interface LocalFileOptions {
  /**
   * The directory of the reports. A relative path starts at the working directory. A missing directory is created with
   * mode 0700.
   *
   * @default '<tmpdir>/performance-reports'
   */
  outputDir?: string;

  /**
   * One file is written in each format, at least one: see {@link ReportFormat}. Can be changed at run time.
   *
   * @default ['html']
   */
  formats?: readonly ReportFormat[];

  /**
   * The address at which a web server offers the directory: `'https://reports.example.com/orders'`. Messages and log lines
   * then have links instead of paths. The monitor serves no files itself.
   *
   * @default none: messages have the paths on the host
   */
  baseUrl?: string;

  /** The lifetime of reports. Only files that the monitor wrote are deleted. */
  retention?: RetentionOptions;
}

/**
 * The lifetime of reports. Reports beyond one of the three limits are deleted at the start of the application and every
 * ten minutes. All processes that write into one directory should have the same limits. Can be changed at run time.
 *
 * @publicApi
 */
export interface RetentionOptions {
  /**
   * Older reports are deleted: 1 minute to 10 years.
   *
   * @default '30d'
   */
  maxAge?: Duration;

  /**
   * When there are more reports, the oldest are deleted: 1 to 1 000 000.
   *
   * @default 500
   */
  maxFiles?: number;

  /**
   * When the total size in bytes is larger, the oldest reports are deleted: at least 1 MB (1 048 576).
   *
   * @default 536870912
   */
  maxBytes?: number;
}
