import type { Block } from '../../recorder/recording.interface.js';
import { showName } from '../frames/names.js';
import type { Blocker } from './phases.js';

/**
 * Numbers for the executions that blocked the loop: one number for all executions of one endpoint.
 *
 * @internal
 */
export class BlockerTable {
  private readonly numbers = new Map<string, number>();
  /** The last block whose samples were added. A block can overlap several gaps, and its samples count once. */
  private last: Block | undefined;

  /** @param blockers the list to which each new blocker is added */
  constructor(private readonly blockers: Blocker[]) {}

  of(block: Block): number {
    const { owner } = block;
    const key = owner === undefined ? '' : `${owner.kind} ${owner.name}`;
    let number = this.numbers.get(key);
    if (number === undefined) {
      const name = owner === undefined ? 'code outside any watched execution' : showName(owner.name);
      number = this.blockers.push({ name, kind: owner?.kind, stacks: [] }) - 1;
      this.numbers.set(key, number);
    }
    if (this.last !== block) {
      this.last = block;
      for (const stack of block.stacks) this.blockers[number]?.stacks.push(stack);
    }
    return number;
  }
}
