/** Something that happens once. */
export class EventOnce {
  /** Resolves when it has happened. */
  readonly happened: Promise<void>;
  private resolve: () => void = () => undefined;

  constructor() {
    this.happened = new Promise(resolve => (this.resolve = resolve));
  }

  happen(): void {
    this.resolve();
  }
}
