import { clock } from '../../platform/clock.js';
import { pause } from '../../platform/host-timers.js';
import { DeliveryError } from '../../model/delivery.error.js';
import { HttpError } from './http.error.js';
import type { HttpTiming } from './http-timing.js';

/** One attempt failed. @internal */
export class AttemptError extends Error {
  constructor(
    message: string,
    /** What is known of it: whether another attempt may help, and what the error is to say if none follows. */
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
  /** All attempts and pauses together: a server that asks to wait for longer is not waited for. */
  readonly budgetMs: number;
  /**
   * For how long after the first attempt a request that may have been received is sent again: as long as the receiver
   * recognises it. 0 never sends it again.
   */
  readonly repeatableMs: number;
  readonly timing: Pick<HttpTiming, 'backoffMs' | 'maxBackoffMs'>;
}

/**
 * Tries until it succeeds, and ends at once when the signal is aborted: also in the middle of a pause.
 *
 * @throws DeliveryError of the last attempt; ambiguous when any attempt was
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
        `${counted(failure.message, retries)}; it would have to wait ${Math.ceil(waitMs / 1000)} s, longer than delivery.timeout allows`,
      );
    }
    await pause(waitMs, undefined, { signal, ref: false }).catch(() => undefined);
    if (signal.aborted) throw end(counted(failure.message, retries));
  }
}

/** Half of it is chance, so that what failed together does not come again together. What a server asks for is the least. */
function pauseBefore(
  retries: number,
  askedMs: number | undefined,
  { backoffMs, maxBackoffMs }: RetryPolicy['timing'],
): number {
  const backoff = Math.min(backoffMs * 2 ** retries, maxBackoffMs);
  if (askedMs !== undefined) return askedMs + (Math.random() * backoff) / 2;
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
