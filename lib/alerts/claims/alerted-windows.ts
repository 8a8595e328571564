import type { MonotonicMs } from '../../model/execution.interface.js';
import { clock } from '../../platform/clock.js';

const MAX_ENTRIES = 10_000;

interface AlertedWindow {
  readonly recheckAt: MonotonicMs;
  /** The number of outages before the store confirmed the window. */
  readonly outages: number;
}

/**
 * The windows of this process that the store has confirmed, with the time of their next check: the store may have been
 * emptied. At most 10 000. A window that is not listed is not checked, and lasts its full length.
 *
 * @internal
 */
export class AlertedWindows {
  private readonly windows = new Map<string, AlertedWindow>();
  private outages = 0;

  constructor(private readonly now: () => MonotonicMs = clock) {}

  /** The store has just confirmed the window. */
  add(key: string, recheckMs: number): void {
    this.windows.delete(key);
    const [oldest] = this.windows.keys();
    if (oldest !== undefined && this.windows.size >= MAX_ENTRIES) this.windows.delete(oldest);
    this.windows.set(key, { recheckAt: this.now() + recheckMs, outages: this.outages });
  }

  /** A check has started, so that concurrent executions do not start another. */
  postpone(key: string, recheckMs: number): void {
    const window = this.windows.get(key);
    if (window !== undefined) this.windows.set(key, { ...window, recheckAt: this.now() + recheckMs });
  }

  forget(key: string): void {
    this.windows.delete(key);
  }

  /** A call has failed: the store may have lost its data by the time it answers again. */
  storeFailed(): void {
    this.outages += 1;
  }

  /** True when the next check is due. */
  isDue(key: string): boolean {
    const window = this.windows.get(key);
    return window !== undefined && this.now() >= window.recheckAt;
  }

  /** True when a call has failed since the store confirmed the window. */
  isUncertain(key: string): boolean {
    return this.windows.get(key)?.outages !== this.outages;
  }
}
