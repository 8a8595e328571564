/** Clients of pools that are remembered: those that ran a task last. */
const MAX_CLIENTS = 1_000;

/**
 * Clients of pools whose commands have an unknown sender, by their ids.
 *
 * @internal
 */
export class PooledClients {
  private readonly ids = new Set<string>();

  /** A pool grants the client to a task: always before the client's first command for it. */
  add(id: string): void {
    const { ids } = this;
    ids.delete(id);
    ids.add(id);
    if (ids.size <= MAX_CLIENTS) return;
    for (const oldest of ids) {
      ids.delete(oldest);
      return;
    }
  }

  delete(id: string): void {
    this.ids.delete(id);
  }

  has(id: string | undefined): boolean {
    return id !== undefined && this.ids.has(id);
  }
}
