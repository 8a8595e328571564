import type { ExecutionKind } from '../model/execution.interface.js';

/**
 * What a `fingerprint` function is told of a slow execution. Frozen. Where an execution is only known as the one that
 * held others up, no more than `kind` and `name` may be there.
 *
 * @publicApi
 */
export interface FingerprintSource {
  /** What kind of work it was. */
  readonly kind: ExecutionKind;
  /** `GET /orders/:id`, never a raw URL. */
  readonly name: string;
  /** Class and method that answered the request: `OrdersController.findOne`. */
  readonly handler?: string;
  /** A request's method: `GET`. */
  readonly method?: string;
  /** The status that a request was answered with. */
  readonly status?: number;
}

/**
 * A function of the execution, or one value for all executions, so that the whole application alerts once in a window.
 * It is called for each slow execution, and should be fast and give the same in every process. What it gives counts up
 * to 1000 characters, and is kept as a hash only; a value for all has at most 200.
 *
 * A function that throws, or gives no string, is logged at most once a minute, and the default is used.
 *
 * @example
 * ({ name, status }) => `${name} ${status}`
 *
 * @publicApi
 */
export type Fingerprint = string | ((execution: FingerprintSource) => string);
