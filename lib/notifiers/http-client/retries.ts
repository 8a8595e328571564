import { clock } from '../../platform/clock.js';
import { pause } from '../../platform/host-timers.js';
import { DeliveryError } from '../../model/delivery.error.js';
import { HttpError } from './http.error.js';
import type { HttpTiming } from './http-timing.js';

/** One attempt failed. @internal */
export class AttemptError extends Error {
  constructor(
    message: string,
    /** `retry`: another attempt may help. The rest describes the error if there is none. */
    readonly fault: {
      readonly retry: boolean;
      readonly ambiguous?: boolean;
      readonly permanent?: boolean;
      readonly retryAfterMs?: number | undefined;
      /** Absent when there was no answer. */
      readonly status?: number;
    },
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** @internal */
export interface RetryPolicy {
  readonly maxRetries: number;
  /** The limit for all attempts and pauses. A pause beyond it ends the attempts. */
  readonly budgetMs: number;
  /**
   * A request that may have arrived is repeated for this long after the first attempt, while the receiver recognizes it.
   * 0 never repeats it.
   */
  readonly repeatableMs: number;
  readonly timing: Pick<HttpTiming, 'backoffMs' | 'maxBackoffMs'>;
}

/**
 * Repeats the attempt until it succeeds. Ends at once when the signal is aborted, during a pause, too.
 *
 * @throws DeliveryError of the last attempt; ambiguous if any attempt was
 * @internal
 */
export async function withRetries<T>(attempt: () => Promise<T>, policy: RetryPolicy, signal: AbortSignal): Promise<T> {
  const begin = clock();
  let ambiguous = false;
  for (let retries = 0; ; retries += 1) {
    let failure: AttemptError;
    try {
      return await attempt();
    } catch (error) {
      failure = asAttemptError(error);
    }
    ambiguous ||= failure.fault.ambiguous === true;
    const end = (message: string): DeliveryError =>
      new DeliveryError(message, { ambiguous, permanent: failure.fault.permanent === true, cause: failure });
    const elapsed = clock() - begin;
    const repeatable = !ambiguous || elapsed < policy.repeatableMs;
    if (signal.aborted || !failure.fault.retry || retries >= policy.maxRetries || !repeatable) {
      throw end(counted(failure.message, retries));
    }
    const waitMs = pauseBefore(retries, failure.fault.retryAfterMs, policy.timing);
    if (elapsed + waitMs >= policy.budgetMs) {
      throw end(
        `${counted(failure.message, retries)}; the next attempt would have to wait ${Math.ceil(waitMs / 1000)} s, longer than delivery.timeout allows`,
      );
    }
    await pause(waitMs, undefined, { signal, ref: false }).catch(() => undefined);
    if (signal.aborted) throw end(counted(failure.message, retries));
  }
}

/** Half of the pause is random, so simultaneous failures are not repeated simultaneously. `leastMs` is always kept. */
function pauseBefore(
  retries: number,
  leastMs: number | undefined,
  { backoffMs, maxBackoffMs }: RetryPolicy['timing'],
): number {
  const backoff = Math.min(backoffMs * 2 ** retries, maxBackoffMs);
  if (leastMs !== undefined) return leastMs + (Math.random() * backoff) / 2;
  return (backoff * (1 + Math.random())) / 2;
}

function counted(message: string, retries: number): string {
  return retries === 0 ? message : `${message} (after ${retries + 1} attempts)`;
}

function asAttemptError(error: unknown): AttemptError {
  if (error instanceof AttemptError) return error;
  if (error instanceof HttpError) {
    const { sent, permanent } = error;
    return new AttemptError(error.message, { retry: !permanent, ambiguous: sent, permanent }, { cause: error });
  }
  return new AttemptError(error instanceof Error ? error.message : String(error), { retry: false }, { cause: error });
}
