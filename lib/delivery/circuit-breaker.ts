import { clock } from '../platform/clock.js';
import type { MonotonicMs } from '../model/execution.interface.js';

/** @internal */
export interface CircuitLimits {
  /** Failures in a row that open it. */
  readonly failures: number;
  /** How long it stays open at first; twice as long after each attempt that fails. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

/**
 * Stops calling what fails again and again, and tries it with one call from time to time. There is no timer: it is
 * asked before each call.
 *
 * @internal
 */
export class CircuitBreaker {
  private failures = 0;
  private pauseMs: number;
  private openUntil: MonotonicMs | undefined;
  private trying = false;

  constructor(
    private readonly limits: CircuitLimits,
    private readonly now: () => MonotonicMs = clock,
  ) {
    this.pauseMs = limits.firstPauseMs;
  }

  get isOpen(): boolean {
    return this.openUntil !== undefined;
  }

  /** Whether a call would be let through now. */
  get isReady(): boolean {
    return this.openUntil === undefined || (!this.trying && this.now() >= this.openUntil);
  }

  /** @returns whether the call may be made; then one of the three below must follow */
  enter(): boolean {
    if (!this.isReady) return false;
    if (this.openUntil !== undefined) this.trying = true;
    return true;
  }

  /** The call was not made after all. */
  left(): void {
    this.trying = false;
  }

  succeeded(): void {
    this.failures = 0;
    this.trying = false;
    this.openUntil = undefined;
    this.pauseMs = this.limits.firstPauseMs;
  }

  /** @returns whether this opened it; false when it was open already, or still is closed */
  failed(): boolean {
    const wasOpen = this.isOpen;
    this.failures += 1;
    if (!wasOpen && this.failures < this.limits.failures) return false;
    // Calls that were under way when it opened tell nothing new.
    if (wasOpen && !this.trying) return false;
    this.trying = false;
    this.openUntil = this.now() + this.pauseMs;
    this.pauseMs = Math.min(this.pauseMs * 2, this.limits.longestPauseMs);
    return !wasOpen;
  }
}
