import type { Callable } from '../../../tracing/callable.js';

/**
 * One method of a package's prototype, replaced for the whole process. Other tools may have wrapped it before, and may
 * wrap it again later.
 *
 * @internal
 */
export class WrappedMethod {
  private original: Callable | undefined;
  private wrapper: Callable | undefined;

  /** @param wrap makes the wrapper, which must do nothing but call the original while no application records it */
  constructor(
    readonly owner: object,
    private readonly key: string,
    private readonly wrap: (original: Callable) => Callable,
  ) {}

  /** Replaces the method. A wrapper that was left in place is in use again. */
  install(): void {
    const { owner, key } = this;
    const present = Object.getOwnPropertyDescriptor(owner, key);
    if (typeof present?.value !== 'function' || present.configurable !== true) return;
    const method = present.value as Callable;
    // Where another tool has wrapped ours, it still calls it.
    if (this.wrapper !== undefined && method !== this.original) return;
    const wrapper = this.wrapper ?? this.wrap(method);
    for (const fact of ['name', 'length'])
      Object.defineProperty(wrapper, fact, { ...Object.getOwnPropertyDescriptor(method, fact) });
    Object.defineProperty(owner, key, { ...present, value: wrapper });
    this.original = method;
    this.wrapper = wrapper;
  }

  /**
   * Puts the original back. A wrapper that another tool has wrapped stays: to remove it would remove that tool's, too.
   *
   * @returns true when it is gone
   */
  remove(): boolean {
    const { owner, key, original, wrapper } = this;
    if (wrapper === undefined) return true;
    const present = Object.getOwnPropertyDescriptor(owner, key);
    if (present?.value === wrapper) Object.defineProperty(owner, key, { ...present, value: original });
    else if (present?.value !== original) return false;
    this.original = this.wrapper = undefined;
    return true;
  }
}
