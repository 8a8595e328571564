import type { ResolvedOptions } from './resolved-options.interface.js';

/** Is told the options that are in force now, and those that were before. @internal */
export type OptionsListener = (now: ResolvedOptions, before: ResolvedOptions) => void;

/**
 * The options in force. What can follow a change at run time reads `current` when it needs a value, or listens; what
 * cannot takes RESOLVED_OPTIONS once, and `updateOptions()` refuses to change its options.
 *
 * @internal
 */
export class LiveOptions {
  private readonly listeners = new Set<OptionsListener>();

  constructor(private options: ResolvedOptions) {}

  /** Replaced as a whole: two values read from one `current` belong together. Frozen. */
  get current(): ResolvedOptions {
    return this.options;
  }

  /**
   * @param listener called after each change, in turn; must not throw
   * @returns takes the listener away
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
