import type { Block } from '../../recorder/recording.interface.js';
import { showName } from '../frames/names.js';
import type { Holder } from './stretches.js';

/**
 * Numbers for the executions that held the loop: the same one for all executions of one endpoint.
 *
 * @internal
 */
export class HolderTable {
  private readonly numbers = new Map<string, number>();
  /** The last block whose samples were added: a block can lie in more than one gap. */
  private last: Block | undefined;

  /** @param holders where each new holder is added */
  constructor(private readonly holders: Holder[]) {}

  of(block: Block): number {
    const { owner } = block;
    const key = owner === undefined ? '' : `${owner.kind} ${owner.name}`;
    let number = this.numbers.get(key);
    if (number === undefined) {
      const name = owner === undefined ? 'code outside any watched execution' : showName(owner.name);
      number = this.holders.push({ name, kind: owner?.kind, stacks: [] }) - 1;
      this.numbers.set(key, number);
    }
    if (this.last !== block) {
      this.last = block;
      for (const stack of block.stacks) this.holders[number]?.stacks.push(stack);
    }
    return number;
  }
}
