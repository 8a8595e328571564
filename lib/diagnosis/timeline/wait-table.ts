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

  of(on: WaitKind, label: string, isOperation = false): number {
    const key = `${on} ${label}`;
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const number = this.waits.push({ on, label: showName(label), ...(isOperation && { isOperation }) }) - 1;
    this.numbers.set(key, number);
    return number;
  }
}
