import type { ReportFormat } from '../model/report.interface.js';
import type { Duration } from './performance-monitor-options.interface.js';

/**
 * Report files: where, in which formats, and for how long. Files are readable to their owner only, and appear whole. In
 * a directory that is a link, or another user's, nothing is written: a log line says what to do.
 *
 * @example
 * localFile: { outputDir: '/var/reports', formats: ['html', 'json'], retention: { maxAge: '7d' } }
 *
 * @publicApi
 */
export interface LocalFileOptions {
  /**
   * Where reports are written: a path, from the working directory on when it is relative. Created with mode 0700 when
   * it is not there.
   *
   * @default '<tmpdir>/performance-reports'
   */
  outputDir?: string;

  /**
   * One file is written for each format: `'html'`, `'json'` or `'markdown'`, at least one. Can be changed at run time.
   *
   * @default ['html']
   */
  formats?: readonly ReportFormat[];

  /** When reports are deleted. Only files that the monitor itself wrote ever are. */
  retention?: RetentionOptions;
}

/**
 * When old reports are deleted: those that one of the three limits is too small for, looked at when the application
 * starts and every ten minutes. All processes that write into one directory should have the same. Can be changed at run
 * time.
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

/**
 * What of a slow request is kept for its report, secrets masked: by their names, and by their looks. Beside it the
 * report always has path, method, status, route parameters, the client's address, and the request's ids, type and
 * length. Can be changed at run time.
 *
 * @example
 * capture: { body: true, headers: ['user-agent', 'x-tenant'], redact: { keys: ['tax'] } }
 *
 * @publicApi
 */
export interface CaptureOptions {
  /**
   * Keeps the query's values; those with a sensitive name or form are masked.
   *
   * @default true
   */
  query?: boolean;

  /**
   * The names of the request headers whose values are kept, in any case; those with a sensitive name are masked. Takes
   * the place of the default. The first 100 names count, and 1024 characters of each value.
   *
   * @default accept, content-type, host, user-agent and other harmless ones
   */
  headers?: readonly string[];

  /**
   * Keeps the body as the application parsed it, masked, and cut to 6 levels and 32 kB; of uploads, names and sizes
   * only. A body may hold personal data: think before.
   *
   * @default false
   */
  body?: boolean;

  /** What is masked beside what always is. */
  redact?: RedactOptions;
}

/**
 * Rules of your own for names, beside those that are built in (`password`, `token`, `authorization` …). They go for
 * query, route parameters, headers and body, and for names within texts. Case and separators do not count:
 * `customerNo`, `customer_no` and `Customer-No` are one. Where `keys` and `allow` disagree, it is masked.
 *
 * @publicApi
 */
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

/**
 * The flight recorder, which remembers what the process did in the last minutes, so that a slow execution can be
 * explained after it was slow. Set at the start, and not changed at run time.
 *
 * @example
 * recorder: { samplingInterval: '5ms', spans: 'decorated' } // functions more exactly, fewer spans
 *
 * @publicApi
 */
export interface RecorderOptions {
  /**
   * Takes CPU samples of the whole process. Without them a report tells how long code ran, but not which function.
   *
   * By default none are taken in a process of Jest, Vitest or `node:test`, nor beside `@fastify/under-pressure` with
   * `maxEventLoopUtilization`. When it is set to `true` they are.
   *
   * @default true
   */
  cpu?: boolean;

  /**
   * Time between two CPU samples, 1 ms to 1 s. A shorter one tells functions more exactly, and costs more.
   *
   * @default '10ms'
   */
  samplingInterval?: Duration;

  /**
   * Of which methods spans are made.
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

/**
 * Of which methods spans are made inside an execution. In each mode functions are found by CPU samples, too.
 *
 * - `providers`: of all providers' methods that return promises or Observables, and of those with `@Profile()`.
 * - `decorated`: of methods with `@Profile()` and of handlers.
 * - `off`: of none. A method with `@Profile()` that is called on its own is watched all the same.
 *
 * @publicApi
 */
export type SpanMode = 'providers' | 'decorated' | 'off';

/**
 * How alerts are delivered, by each notifier on its own: one that is slow or fails holds up no other, and no request.
 *
 * @example
 * delivery: { timeout: '10s', shutdownTimeout: '2s' } // the platform kills what has not stopped after 5 s
 *
 * @publicApi
 */
export interface DeliveryOptions {
  /**
   * Alerts that wait for their delivery by one notifier, 1 to 100 000; of more, and of more than 64 MB, the oldest are
   * dropped, and counted.
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
   * How long the application's shutdown waits for alerts on their way: 0 to 5 min. What is left then is given up: an
   * alert is raised by the next slow execution of the same endpoint, in whatever process.
   *
   * @default '5s'
   */
  shutdownTimeout?: Duration;
}
