import type { Cache } from 'cache-manager';
import type { DigestOptions } from '../jobs/digest-options.interface.js';
import type { LibrariesOptions } from '../instrumentation/libraries/libraries-options.interface.js';
import type { HttpOptions } from '../notifiers/http-client/http-options.interface.js';
import type { NotifierOptions } from '../notifiers/index.js';
import type { CaptureOptions } from '../options/capture-options.interface.js';
import type { DeliveryOptions } from '../options/delivery-options.interface.js';
import type { Fingerprint } from '../options/fingerprint-source.interface.js';
import type { MetricsOption } from '../options/metrics-option.interface.js';
import type { LockPool } from '../options/lock-pool.interface.js';
import type { Duration, ExecutionPattern, LogLevel } from '../options/option-values.interface.js';
import type { RecorderOptions } from '../options/recorder-options.interface.js';

/**
 * The options of `forRoot()`, `forRootAsync()`, the `WPM_*` environment variables and a JSON file. The precedence is code,
 * environment, file, default. Everything has a default: `forRoot()` without arguments works. An unknown name is a fault.
 *
 * `docs/settings.md` lists the variable of each option, and the options that can be changed at run time. A list has at most
 * 1000 items and a text at most 4096 characters, unless the option has other limits.
 *
 * @example
 * PerformanceMonitorModule.forRoot({ threshold: '800ms', localFile: { outputDir: '/var/reports' } })
 *
 * @publicApi
 */
export interface PerformanceMonitorOptions extends NotifierOptions {
  /**
   * `false` monitors nothing. Every injected class and decorator still works.
   *
   * @default true
   */
  enabled?: boolean;

  /**
   * An execution that takes at least this long is slow and raises an alert: 1 ms to 1 day.
   *
   * @default '1s'
   */
  threshold?: Duration;

  /**
   * An execution that still runs after this time is reported while it hangs: at least the threshold, at most 10 days. `false`
   * reports none. Its end can raise an alert of its own. A response that has begun, such as a download, never hangs.
   *
   * @default 10 × the threshold of the execution, at least 30 s. Jobs of queues, schedules and profiled methods have no
   *   default: they are watched when this option is set
   */
  stuckAfter?: Duration | false;

  /**
   * An execution that waited at least this long in its queue raises an alert, even when it is fast: 1 ms to 10 years.
   * `false` reports none. The time in the queue is known for the first attempts of BullMQ's jobs. For a parent in a flow it
   * includes the time of its children.
   *
   * @default false
   */
  queueThreshold?: Duration | false;

  /**
   * A registry of prom-client, or a meter of OpenTelemetry, that gets the figures of the monitor. In code only.
   *
   * @default none
   */
  metrics?: MetricsOption;

  /**
   * Code that holds the event loop for this long is reported with its stack, while it still runs: 1 s to 1 hour. A thread makes
   * the report, so a process that a health check kills then leaves it. `false` starts no thread.
   *
   * @default false
   */
  blockedAfter?: Duration | false;

  /**
   * After an alert for an endpoint, further slow executions of it are only counted for this long: 0 to 10 years.
   *
   * @default '10d'
   */
  alertWindow?: Duration;

  /**
   * The largest share of the process's CPU time for the monitor, above 0 and at most 1. When it uses more for ten seconds,
   * one log line gives the remedy.
   *
   * @default 0.05
   */
  maxOverhead?: number;

  /**
   * When not empty, only executions that match one of these patterns are monitored. The others are counted.
   *
   * @default []
   */
  include?: readonly ExecutionPattern[];

  /**
   * Executions that match one of these patterns raise no alert and open no spans. They are counted.
   *
   * @default []
   */
  exclude?: readonly ExecutionPattern[];

  /**
   * Sends a regular summary of slow executions: `'daily'`, `'weekly'`, or a cron expression of five fields, or of six with
   * seconds.
   *
   * @example
   * digest: '0 8 * * 1-5'
   *
   * @default false
   */
  digest?: false | string | DigestOptions;

  /** The HTTP connections of notifiers. `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` set the proxies. */
  http?: HttpOptions;

  /**
   * The record of sent alerts: a cache of cache-manager 7, with stores of keyv 5. With Redis or Valkey, exactly one of all
   * processes that share the cache sends an alert. With another shared store, nearly always one does.
   *
   * @default a store in the output directory, which the processes of one host share; with `localFile: false` the memory of
   *   this process
   */
  cache?: Cache;

  /**
   * Executions with the same fingerprint share one alert in a window.
   *
   * @default kind and name: `GET /orders/:id`
   */
  fingerprint?: Fingerprint;

  /**
   * An execution at least this many times slower than the alerted one raises an alert within the window, once: 1 to 1000.
   * `false` never does.
   *
   * @default 3
   */
  escalation?: number | false;

  /**
   * A pool of the package `pg`, over which PostgreSQL reports the holder of a lock. A statement that runs for more than
   * half of the threshold leads to one question in an execution. The answer makes `verdict.lock` certain, and names sessions
   * of other processes, too. The question takes a free connection only, and gives up after two seconds. The pool stays the
   * application's: nothing closes or changes it.
   *
   * @example
   * explainLocks: new Pool({ connectionString, max: 1, application_name: 'lock-watch' })
   *
   * @default likely locks only, from the statements of the application
   */
  explainLocks?: LockPool;

  /** The parts of a slow request that its report contains. Of other requests, nothing is kept. */
  capture?: CaptureOptions;

  /** The activity of the process that the flight recorder records. */
  recorder?: RecorderOptions;

  /**
   * The libraries whose requests to other servers are recorded and named in reports. `'undici'` includes the global
   * `fetch`. `'node-http'` is `node:http` and `node:https`, as used by axios and got. `'ioredis'` and `'redis'` are clients
   * of Redis. `'auto'` records all of them, `false` none. An object switches single ones off.
   *
   * @example
   * libraries: { 'node-http': false }
   *
   * @default 'auto'
   */
  libraries?: 'auto' | false | LibrariesOptions;

  /** The delivery of alerts. */
  delivery?: DeliveryOptions;

  /**
   * `true`: an invalid setting stops the start with an error that lists every fault. `false`: an invalid setting falls back
   * to its default with a warning.
   *
   * @default true
   */
  strict?: boolean;

  /** The path of a JSON file with these options under the same names. Not allowed in the file itself. */
  configFile?: string;

  /**
   * The least severe log lines of the monitor, through Nest's `Logger`. `'silent'` writes none.
   *
   * @default 'info'
   */
  logLevel?: LogLevel;
}
