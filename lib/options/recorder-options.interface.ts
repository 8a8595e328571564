import type { Duration } from './option-values.interface.js';

/**
 * The flight recorder keeps the activity of the process during the last minutes. A slow execution can so be explained
 * after its end. Set at the start, not at run time.
 *
 * @example
 * recorder: { samplingInterval: '5ms', spans: 'decorated' } // more exact functions, fewer spans
 *
 * @publicApi
 */
export interface RecorderOptions {
  /**
   * Takes CPU samples of the whole process. Without them a report shows how long code ran, but no functions.
   *
   * By default, no samples are taken in a process of Jest, Vitest or `node:test`, nor beside `@fastify/under-pressure`
   * with `maxEventLoopUtilization`. An explicit `true` takes them there, too.
   *
   * @default true
   */
  cpu?: boolean;

  /**
   * Time between two CPU samples, 1 ms to 1 s. A shorter interval gives more exact functions and costs more.
   *
   * @default '10ms'
   */
  samplingInterval?: Duration;

  /**
   * The methods that open spans.
   *
   * @default 'providers'
   */
  spans?: SpanMode;

  /**
   * How far back the recorder remembers, 1 s to 10 min. The first part of a longer execution is not explained.
   *
   * @default '2m'
   */
  retention?: Duration;
}

/**
 * The methods that open spans inside an execution. CPU samples find functions in each mode.
 *
 * - `providers`: methods of providers that return promises or Observables, and methods with `@Profile()`.
 * - `decorated`: methods with `@Profile()`, and handlers.
 * - `off`: none. A method with `@Profile()` that runs outside an execution is still an execution of its own.
 *
 * @publicApi
 */
export type SpanMode = 'providers' | 'decorated' | 'off';
