import type { MonotonicMs } from '../model/execution.interface.js';
import type { ExecutionLink } from '../model/finished-execution.interface.js';

/** The execution that another one was a part of, until it ended. @internal */
export interface ExecutionOrigin extends ExecutionLink {
  readonly id: number;
  readonly endedAt: MonotonicMs;
  /** The place of each of its spans in the other one's spans; -1 for spans that stayed. */
  readonly places: Int32Array;
  /** The origin of this one, when the other one began in that: it then was a part of both. */
  readonly before: ExecutionOrigin | undefined;
}

/** The origins of an execution, the latest first. @internal */
export function* originsOf({ origin }: { readonly origin: ExecutionOrigin | undefined }): Generator<ExecutionOrigin> {
  for (let at = origin; at !== undefined; at = at.before) yield at;
}
