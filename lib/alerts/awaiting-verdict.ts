import type { FinishedExecution } from '../model/finished-execution.interface.js';

const MAX_EACH = 100;
const MAX_ALL = 2_000;

/** What has to be known of an execution to find out who held it up. @internal */
export type PendingExecution = Pick<FinishedExecution, 'id' | 'name' | 'start' | 'durationMs'>;

/**
 * Slow executions of an endpoint whose report is being made: whether they were repeats of it, or held up by the same
 * culprit, the report will tell. At most 100 for each endpoint, and 2 000 in all.
 *
 * @internal
 */
export class AwaitingVerdict {
  private readonly lists = new Map<string, PendingExecution[]>();
  private size = 0;

  /** Its report is being made from now on. */
  open(fingerprint: string): void {
    this.lists.set(fingerprint, []);
  }

  /** @returns false when it is not kept: it is a repeat, then */
  add(fingerprint: string, { id, name, start, durationMs }: FinishedExecution): boolean {
    const list = this.lists.get(fingerprint);
    if (list === undefined || list.length >= MAX_EACH || this.size >= MAX_ALL) return false;
    list.push({ id, name, start, durationMs });
    this.size += 1;
    return true;
  }

  /** Notes whose reports are being made now. What it returns tells whether all of them are there. */
  allClosed(): () => boolean {
    const open = [...this.lists].map(
      ([fingerprint, list]) =>
        () =>
          this.lists.get(fingerprint) !== list,
    );
    return () => open.every(isClosed => isClosed());
  }

  /** Its report is there. */
  close(fingerprint: string): readonly PendingExecution[] {
    const list = this.lists.get(fingerprint) ?? [];
    this.lists.delete(fingerprint);
    this.size -= list.length;
    return list;
  }
}
