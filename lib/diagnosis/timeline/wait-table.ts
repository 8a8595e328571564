import type { WaitKind } from '../../model/report.interface.js';
import { showName } from '../frames/names.js';
import type { Wait } from './phases.js';

/**
 * Numbers for the targets of waits: one number for each kind and label.
 *
 * @internal
 */
export class WaitTable {
  private readonly numbers = new Map<string, number>();

  /** @param waits the list to which each new wait is added */
  constructor(private readonly waits: Wait[]) {}

  /** @param server the peer, when the label is the statement of an operation */
  of(on: WaitKind, label: string, server?: { readonly system: string; readonly peer: string }): number {
    const key = `${on} ${label}`;
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const operation = server && { isOperation: true as const, system: server.system, peer: showName(server.peer) };
    const number = this.waits.push({ on, label: showName(label), ...operation }) - 1;
    this.numbers.set(key, number);
    return number;
  }
}
