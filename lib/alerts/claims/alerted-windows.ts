import { clock } from '../../platform/clock.js';
import type { MonotonicMs } from '../../model/execution.interface.js';

const MAX_ENTRIES = 10_000;

interface Told {
  readonly askAt: MonotonicMs;
  readonly outages: number;
}

/**
 * Which of this process's windows the store knows of, and when it is asked again whether it still does: somebody may
 * have emptied it. At most 10 000; of what is not here the store is not asked, and the window lasts as long as it was to.
 *
 * @internal
 */
export class AlertedWindows {
  private readonly windows = new Map<string, Told>();
  private outages = 0;

  constructor(private readonly now: () => MonotonicMs = clock) {}

  /** The store has just said that it knows of it. */
  add(key: string, askAgainMs: number): void {
    this.windows.delete(key);
    const [oldest] = this.windows.keys();
    if (oldest !== undefined && this.windows.size >= MAX_ENTRIES) this.windows.delete(oldest);
    this.windows.set(key, { askAt: this.now() + askAgainMs, outages: this.outages });
  }

  /** It is being asked: nobody else needs to for so long. */
  postpone(key: string, askAgainMs: number): void {
    const told = this.windows.get(key);
    if (told !== undefined) this.windows.set(key, { ...told, askAt: this.now() + askAgainMs });
  }

  forget(key: string): void {
    this.windows.delete(key);
  }

  /** The store did not answer: when it does again, it may have lost what it was told. */
  storeWasAway(): void {
    this.outages += 1;
  }

  /** Whether it is time to ask. */
  isDue(key: string): boolean {
    const told = this.windows.get(key);
    return told !== undefined && this.now() >= told.askAt;
  }

  /** Whether the store was away since. */
  isDoubtful(key: string): boolean {
    return this.windows.get(key)?.outages !== this.outages;
  }
}
