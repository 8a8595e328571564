import type { ResolvedOptions } from './resolved-options.interface.js';

/** Called with the options in force after and before a change. @internal */
export type OptionsListener = (now: ResolvedOptions, before: ResolvedOptions) => void;

/**
 * The options in force. Code that can follow a change at run time reads `current` for each use, or adds a listener. Other
 * code injects RESOLVED_OPTIONS once, and `updateOptions()` refuses to change its options.
 *
 * @internal
 */
export class LiveOptions {
  private readonly listeners = new Set<OptionsListener>();

  constructor(private options: ResolvedOptions) {}

  /** Replaced as a whole, so the values of one `current` are consistent. Frozen. */
  get current(): ResolvedOptions {
    return this.options;
  }

  /**
   * @param listener called after each change, in turn; must not throw
   * @returns removes the listener
   */
  onChange(listener: OptionsListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Puts checked options in force. */
  replace(options: ResolvedOptions): void {
    const before = this.options;
    this.options = options;
    for (const listener of this.listeners) listener(options, before);
  }
}
