import type { Operation } from './operation.js';
import type { Statement } from './statement.interface.js';

/** Open ones that a driver may report, too. Beyond it the oldest stay as their ORM reported them. */
export const MAX_OUTER = 1_000;

/**
 * Operations of one execution that an ORM reported and that have not ended. The driver below may report the same ones. Its
 * operation then replaces the ORM's: only the driver has the connection, and the time at which the statement was sent.
 *
 * @internal
 */
export class OuterOperations {
  private open: Operation[] = [];

  add(operation: Operation): void {
    if (this.open.length >= MAX_OUTER) this.open = this.open.filter(({ end }) => end === 0).slice(1 - MAX_OUTER);
    this.open.push(operation);
  }

  /**
   * Finds the operation for a driver's statement in its span: one of the same text, else the oldest one of the same
   * kind of server. Drivers may rewrite a text. Each operation is found once.
   */
  take({ on, system, text }: Statement, span: number): Operation | undefined {
    let oldest = -1;
    for (const [index, { statement, span: own, end }] of this.open.entries()) {
      if (end !== 0 || own !== span || statement.on !== on) continue;
      if (statement.text === text) return this.remove(index);
      if (oldest < 0 && statement.system === system) oldest = index;
    }
    return oldest < 0 ? undefined : this.remove(oldest);
  }

  private remove(index: number): Operation | undefined {
    return this.open.splice(index, 1)[0];
  }
}
