import type { ModuleMetadata, Type, InjectionToken, OptionalFactoryDependency } from '@nestjs/common';
import type { ReportFormat } from '../report/report.interface.js';

/**
 * A length of time: milliseconds as a number, or a string with a unit: `'500ms'`, `'1.5s'`, `'2m'`, `'1h'`, `'10d'`.
 *
 * @publicApi
 */
export type Duration = number | string;

/**
 * What can be set in `forRoot()` and `forRootAsync()`. Everything has a default: `forRoot()` without arguments works.
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
   * An execution that takes at least this long is slow, and raises an alert.
   *
   * @default '1s'
   */
  threshold?: Duration;

  /**
   * After an alert for an endpoint was sent, how long further slow executions of it are only counted.
   *
   * @default '10d'
   */
  alertWindow?: Duration;

  /**
   * Writes a report file for each alert; `false` writes none.
   *
   * @default { outputDir: '<tmpdir>/performance-reports', formats: ['html'] }
   */
  localFile?: false | LocalFileOptions;

  /** What the flight recorder records. */
  recorder?: RecorderOptions;

  /**
   * The least severe of our own log lines that are written, through Nest's `Logger`: `'silent'` writes none.
   *
   * @default 'info'
   */
  logLevel?: LogLevel;
}

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
   * How far back the recorder remembers: the first part of an execution that takes longer is not explained.
   *
   * @default '2m'
   */
  retention?: Duration;
}

/** @publicApi */
export type SpanMode = 'providers' | 'decorated' | 'off';

/** @publicApi */
export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug';

/**
 * What a class passed to `forRootAsync({ useClass })` or `useExisting` implements.
 *
 * @publicApi
 */
export interface PerformanceMonitorOptionsFactory {
  createPerformanceMonitorOptions(): PerformanceMonitorOptions | Promise<PerformanceMonitorOptions>;
}

/**
 * Options of `forRootAsync()`: exactly one of `useFactory`, `useClass` and `useExisting`.
 *
 * @publicApi
 */
export interface PerformanceMonitorAsyncOptions extends Pick<ModuleMetadata, 'imports'> {
  inject?: (InjectionToken | OptionalFactoryDependency)[];
  useFactory?: (...args: never[]) => PerformanceMonitorOptions | Promise<PerformanceMonitorOptions>;
  useClass?: Type<PerformanceMonitorOptionsFactory>;
  useExisting?: Type<PerformanceMonitorOptionsFactory>;
}
