/** Moments within requests of the host. The runner waits for them before its next step. */
export class Moments {
  private readonly reached = new Set<string>();
  private readonly waiting = new Map<string, () => void>();

  reach(name: string): void {
    this.reached.add(name);
    this.waiting.get(name)?.();
  }

  has(name: string): boolean {
    return this.reached.has(name);
  }

  /** Resolves when the moment is reached, and forgets it: the next request can reach it again. */
  async when(name: string): Promise<void> {
    if (!this.has(name)) await new Promise<void>(resolve => this.waiting.set(name, resolve));
    this.reached.delete(name);
  }

  reset(): void {
    this.reached.clear();
    this.waiting.clear();
  }
}
