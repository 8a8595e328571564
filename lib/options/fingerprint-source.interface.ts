import type { ExecutionKind } from '../execution/execution.interface.js';

/**
 * What a `fingerprint` function is told of a slow execution.
 *
 * @publicApi
 */
export interface FingerprintSource {
  readonly kind: ExecutionKind;
  /** `GET /orders/:id`, never a raw URL. */
  readonly name: string;
  /** `OrdersController.findOne` */
  readonly handler?: string;
  /** A request's method, and the status that it was answered with. */
  readonly method?: string;
  readonly status?: number;
}

/**
 * A function of the execution, or one value for all executions, so that the whole application alerts once in a window.
 * A function that throws, or gives no string, is logged once, and the default is used.
 *
 * @example
 * ({ name, status }) => `${name} ${status}`
 *
 * @publicApi
 */
export type Fingerprint = string | ((execution: FingerprintSource) => string);
