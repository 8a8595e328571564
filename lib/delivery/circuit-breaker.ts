import { clock } from '../platform/clock.js';
import type { MonotonicMs } from '../model/execution.interface.js';

/** @internal */
export interface CircuitLimits {
  /** Consecutive failures that open the circuit. */
  readonly failures: number;
  /** The first pause; each failed probe doubles it. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

/**
 * Stops the calls to a target that fails repeatedly, and probes it with one call after each pause. It has no timer: call
 * `enter()` before each call.
 *
 * @internal
 */
export class CircuitBreaker {
  private failures = 0;
  private pauseMs: number;
  private openUntil: MonotonicMs | undefined;
  private probing = false;

  constructor(
    private readonly limits: CircuitLimits,
    private readonly now: () => MonotonicMs = clock,
  ) {
    this.pauseMs = limits.firstPauseMs;
  }

  get isOpen(): boolean {
    return this.openUntil !== undefined;
  }

  /** True when `enter()` would allow a call. */
  get isReady(): boolean {
    return this.openUntil === undefined || (!this.probing && this.now() >= this.openUntil);
  }

  /** @returns true when the call is allowed; then `succeeded()`, `failed()` or `cancelled()` must follow */
  enter(): boolean {
    if (!this.isReady) return false;
    if (this.openUntil !== undefined) this.probing = true;
    return true;
  }

  /** The call was allowed and not made. */
  cancelled(): void {
    this.probing = false;
  }

  succeeded(): void {
    this.failures = 0;
    this.probing = false;
    this.openUntil = undefined;
    this.pauseMs = this.limits.firstPauseMs;
  }

  /** @returns true when this failure opened the circuit; false when it was open before, or is still closed */
  failed(): boolean {
    const wasOpen = this.isOpen;
    this.failures += 1;
    if (!wasOpen && this.failures < this.limits.failures) return false;
    // The call had started before the circuit opened: only a probe extends the pause.
    if (wasOpen && !this.probing) return false;
    this.probing = false;
    this.openUntil = this.now() + this.pauseMs;
    this.pauseMs = Math.min(this.pauseMs * 2, this.limits.longestPauseMs);
    return !wasOpen;
  }
}
