import type { ExecutionKind } from '../model/execution.interface.js';

/**
 * The argument of a `fingerprint` function: a slow execution. Frozen. An execution that only appears as the blocker of
 * another may have `kind` and `name` alone.
 *
 * @publicApi
 */
export interface FingerprintSource {
  /** The kind of work. */
  readonly kind: ExecutionKind;
  /** `GET /orders/:id`, never a raw URL. */
  readonly name: string;
  /** Class and method that handled the request: `OrdersController.findOne`. */
  readonly handler?: string;
  /** The HTTP method: `GET`. */
  readonly method?: string;
  /** The status of the response. */
  readonly status?: number;
}

/**
 * A function of the execution, or one value for all executions. Executions with the same fingerprint share one alert in a
 * window.
 *
 * The function runs for each slow execution. It must be fast and return the same value in every process. The first 1000
 * characters of its result count, and only a hash is stored. A value for all has at most 200 characters. When the function
 * throws or returns no string, the default is used, and one line is logged at most once a minute.
 *
 * @example
 * ({ name, status }) => `${name} ${status}`
 *
 * @publicApi
 */
export type Fingerprint = string | ((execution: FingerprintSource) => string);
