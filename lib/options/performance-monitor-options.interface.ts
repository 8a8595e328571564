import type { Cache } from 'cache-manager';
import type {
  CaptureOptions,
  DeliveryOptions,
  LocalFileOptions,
  RecorderOptions,
} from './behaviour-options.interface.js';
import type { Fingerprint } from './fingerprint-source.interface.js';
import type {
  DigestOptions,
  EmailOptions,
  HttpOptions,
  MattermostOptions,
  WebhookOptions,
} from './notifier-options.interface.js';

export type { PerformanceMonitorAsyncOptions, PerformanceMonitorOptionsFactory } from './async-options.interface.js';

/**
 * A length of time: milliseconds as a number, or a string with a unit: `'500ms'`, `'1.5s'`, `'2m'`, `'1h'`, `'10d'`,
 * `'2w'`. Never negative. Words, such as `'10 days'`, are refused, lest one be read as something else.
 *
 * @publicApi
 */
export type Duration = number | string;

/**
 * What is searched in the path and in the full URL of a request, and in the name of any other execution: a regular
 * expression, as a string or as an object. It is run by an engine that takes linear time, so that no client can send a
 * URL that holds the event loop; look-around and back-references are refused at the start, as are patterns that are
 * empty or longer than 1000 characters. A string is searched with regard to case.
 *
 * @example
 * '^/health'            // the path begins so
 * /\.(css|js)$/i        // the path ends so
 * '^https?://internal'  // the full URL begins so
 *
 * @publicApi
 */
export type ExecutionPattern = string | RegExp;

/**
 * Which of the monitor's own log lines are written. Each level writes what those before it do.
 *
 * - `silent`: nothing.
 * - `error`: what the monitor could not do; the same at most once a minute.
 * - `warn`: one line for each alert, and what is to be put right.
 * - `info`: what was put right again.
 * - `debug`: as `info`, in this version.
 *
 * @publicApi
 */
export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug';

/**
 * What can be set in `forRoot()`, `forRootAsync()`, in `WPM_*` environment variables and in a JSON file. What is set in
 * code has precedence over the environment, that over the file, and that over the default. Everything has a default:
 * `forRoot()` without arguments works. `docs/settings.md` lists the variable of each, and the options that can be changed
 * at run time. An unknown name is a fault. Where nothing else is said, a list has at most 1000 items, and a text at most 4096
 * characters.
 *
 * @example
 * PerformanceMonitorModule.forRoot({ threshold: '800ms', localFile: { outputDir: '/var/reports' } })
 *
 * @publicApi
 */
export interface PerformanceMonitorOptions {
  /**
   * `false` hooks and samples nothing, while every injected class and decorator still works.
   *
   * @default true
   */
  enabled?: boolean;

  /**
   * An execution that takes at least this long is slow, and raises an alert: 1 ms to 1 day.
   *
   * @default '1s'
   */
  threshold?: Duration;

  /**
   * After an alert for an endpoint was sent, how long further slow executions of it are only counted: 0 to 10 years.
   *
   * @default '10d'
   */
  alertWindow?: Duration;

  /**
   * The share of the process's CPU time that the monitor may use, above 0 and at most 1. When it uses more for ten
   * seconds, one log line says so, and what to do.
   *
   * @default 0.05
   */
  maxOverhead?: number;

  /**
   * When there is any, only executions that one of these matches are watched; the others are counted.
   *
   * @default []
   */
  include?: readonly ExecutionPattern[];

  /**
   * Executions that one of these matches raise no alert and open no spans; they are counted.
   *
   * @default []
   */
  exclude?: readonly ExecutionPattern[];

  /**
   * Writes a report file for each alert; `false` writes none.
   *
   * @default { outputDir: '<tmpdir>/performance-reports', formats: ['html'] }
   */
  localFile?: false | LocalFileOptions;

  /**
   * Sends alerts to a Mattermost channel.
   *
   * @default false
   */
  mattermost?: false | MattermostOptions;

  /**
   * Sends alerts to a URL, as JSON, or in Slack's or Discord's form.
   *
   * @default false
   */
  webhook?: false | WebhookOptions;

  /**
   * Sends alerts by e-mail, through the package `nodemailer`, which the application installs.
   *
   * @default false
   */
  email?: false | EmailOptions;

  /**
   * Sends a summary at regular times of what was slow: `'daily'`, `'weekly'`, or a cron expression of five fields, or of
   * six with seconds.
   *
   * @example
   * digest: '0 8 * * 1-5'
   *
   * @default false
   */
  digest?: false | string | DigestOptions;

  /** How notifiers speak HTTP. Proxies are taken from `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`. */
  http?: HttpOptions;

  /**
   * Where it is remembered what was alerted: a cache of cache-manager 7, with stores of keyv 5. With Redis or Valkey
   * one process of all that share it alerts, once; with another store that is shared, mostly one.
   *
   * @default a store in the output directory, which the processes of one host share; with `localFile: false` this
   *   process's memory
   */
  cache?: Cache;

  /**
   * What makes two slow executions be about the same thing, so that one alert is enough.
   *
   * @default kind and name: `GET /orders/:id`
   */
  fingerprint?: Fingerprint;

  /**
   * An execution at least this many times slower than what was alerted opens the alert window early, once: 1 to 1000.
   * `false` never does.
   *
   * @default 3
   */
  escalation?: number | false;

  /** What of a request is kept for its report: of one that was slow, and nothing of the others. */
  capture?: CaptureOptions;

  /** What the flight recorder records. */
  recorder?: RecorderOptions;

  /** How alerts are delivered. */
  delivery?: DeliveryOptions;

  /**
   * `true`: the application does not start when a setting is wrong, and the error lists all that are. `false`: a wrong
   * setting falls to its default, with a warning.
   *
   * @default true
   */
  strict?: boolean;

  /** The path of a JSON file with these options, by the same names. Not allowed in the file itself. */
  configFile?: string;

  /**
   * The least severe of our own log lines that are written, through Nest's `Logger`: `'silent'` writes none.
   *
   * @default 'info'
   */
  logLevel?: LogLevel;
}
