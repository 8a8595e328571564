/**
 * Makes hooks that a package may call within a request of the application. An error in one would fail the request: it is
 * reported once instead, and all hooks of this object do nothing from then on.
 *
 * @internal
 */
export class SafeHooks {
  private isOff = false;

  constructor(private readonly onFailure: (error: unknown) => void) {}

  of<Args extends unknown[]>(hook: (...args: Args) => void): (...args: Args) => void {
    return (...args) => {
      if (this.isOff) return;
      try {
        hook(...args);
      } catch (error) {
        this.isOff = true;
        this.onFailure(error);
      }
    };
  }

  /** Hooks that cannot be taken back do nothing from now on. */
  end(): void {
    this.isOff = true;
  }
}
