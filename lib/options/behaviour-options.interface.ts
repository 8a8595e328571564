import type { ReportFormat } from '../report/report.interface.js';
import type { Duration } from './performance-monitor-options.interface.js';

/** @publicApi */
export interface LocalFileOptions {
  /**
   * Where reports are written. Created with mode 0700 when it is not there.
   *
   * @default '<tmpdir>/performance-reports'
   */
  outputDir?: string;

  /**
   * One file is written for each format.
   *
   * @default ['html']
   */
  formats?: readonly ReportFormat[];

  /** When reports are deleted. Only files that the monitor itself wrote ever are. */
  retention?: RetentionOptions;
}

/** @publicApi */
export interface RetentionOptions {
  /**
   * Older reports are deleted: 1 minute to 10 years.
   *
   * @default '30d'
   */
  maxAge?: Duration;

  /**
   * Of more reports the oldest are deleted: 1 to 1 000 000.
   *
   * @default 500
   */
  maxFiles?: number;

  /**
   * When reports are larger than this together, in bytes, the oldest are deleted: at least 1 MB (1 048 576).
   *
   * @default 536870912
   */
  maxBytes?: number;
}

/** @publicApi */
export interface CaptureOptions {
  /**
   * Keeps the query's values; those with a sensitive name or form are masked.
   *
   * @default true
   */
  query?: boolean;

  /**
   * The names of the request headers whose values are kept, in any case; those with a sensitive name are masked.
   *
   * @default accept, content-type, host, user-agent and other harmless ones
   */
  headers?: readonly string[];

  /**
   * Keeps the body as the application parsed it, masked and bounded. A body may hold personal data: think before.
   *
   * @default false
   */
  body?: boolean;

  /** What is masked beside what always is. */
  redact?: RedactOptions;
}

/** @publicApi */
export interface RedactOptions {
  /**
   * More names whose values are secret, in any case and found inside longer names: `'tax'` masks `taxNumber`, too.
   *
   * @default []
   */
  keys?: readonly string[];

  /**
   * Names that are not masked although they sound like a secret, in any case, whole names only.
   *
   * @default []
   */
  allow?: readonly string[];
}

/** @publicApi */
export interface RecorderOptions {
  /**
   * Takes CPU samples of the whole process. Without them a report tells how long code ran, but not which function.
   *
   * @default true
   */
  cpu?: boolean;

  /**
   * Time between two CPU samples, 1 ms to 1 s.
   *
   * @default '10ms'
   */
  samplingInterval?: Duration;

  /**
   * `'providers'` makes spans of the async methods of all providers and of `@Profile()`d methods, `'decorated'` of the
   * latter only, `'off'` of none.
   *
   * @default 'providers'
   */
  spans?: SpanMode;

  /**
   * How far back the recorder remembers, 1 s to 10 min: the first part of an execution that takes longer is not
   * explained.
   *
   * @default '2m'
   */
  retention?: Duration;
}

/** @publicApi */
export type SpanMode = 'providers' | 'decorated' | 'off';

/** @publicApi */
export interface DeliveryOptions {
  /**
   * Alerts that wait for their delivery, 1 to 100 000; of more the oldest are dropped, and counted.
   *
   * @default 1000
   */
  queueSize?: number;

  /**
   * How long one delivery by one notifier may take, retries included: 100 ms to 10 min.
   *
   * @default '30s'
   */
  timeout?: Duration;

  /**
   * How long the application's shutdown waits for alerts on their way: 0 to 5 min.
   *
   * @default '5s'
   */
  shutdownTimeout?: Duration;
}
