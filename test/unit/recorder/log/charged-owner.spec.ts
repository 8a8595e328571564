import { describe, expect, it } from '@jest/globals';
import * as machine from '../../../../lib/recorder/attribution/loop-owner.js';
import { WakeCauses } from '../../../../lib/recorder/attribution/wake-cause.js';
import { causeOf, isCallbackOnly, isProvisional } from '../../../../lib/recorder/attribution/wake-number.js';
import { ChargedOwner } from '../../../../lib/recorder/log/charged-owner.js';
import { LogWriter } from '../../../../lib/recorder/log/log-writer.js';
import { LoopTurn } from '../../../../lib/recorder/log/loop-turn.js';
import type { Span } from '../../../../lib/tracing/execution.js';

const spanOf = (id: number): Span => ({ index: 0, execution: { id } }) as unknown as Span;
const [one, two] = [spanOf(1), spanOf(2)];

/** The events that lead to each state. */
const WAYS = new Map([
  [machine.KNOWN, [machine.CONTINUES_OTHER]],
  [machine.CALLBACK, [machine.STARTS_CALLBACK]],
  [machine.EARLIER_CALLBACK, [machine.STARTS_CALLBACK, machine.FURTHER_TASK]],
  [machine.PROVISIONAL, [machine.STARTS_SHARED]],
]);

/** An owner `one` in a state, with an empty log. */
function ownerIn(state: number) {
  const wakeCauses = new WakeCauses();
  const turn = new LoopTurn(wakeCauses.sockets);
  turn.task = new (class FSReqPromise {})();
  const writer = new LogWriter(() => undefined);
  const owner = new ChargedOwner(turn, wakeCauses, writer);
  for (const event of WAYS.get(state) ?? []) {
    if (event === machine.FURTHER_TASK) owner.keepsForTask();
    else owner.change(event, one, 5, false);
  }
  writer.discard();
  const entries = () =>
    writer.take().flatMap(({ length, owners, causes }) =>
      Array.from({ length }, (_, i) => {
        const number = causes[i] ?? 0;
        return [owners[i], causeOf(number) !== 0, isCallbackOnly(number), isProvisional(number)];
      }),
    );
  return { owner, entries };
}

describe('ChargedOwner', () => {
  it.each([...WAYS.keys()])('gets into state %i', state => {
    expect(ownerIn(state).owner).toMatchObject({ state, span: one });
  });

  it.each([...WAYS.keys()])('follows the table in state %i, with and without it', state => {
    const [byTable, direct] = [ownerIn(state), ownerIn(state)];
    byTable.owner.change(machine.CALLS, two, 7, false);
    direct.owner.call(two, 7);
    byTable.owner.change(machine.CONTINUES_OTHER, one, undefined, false);
    direct.owner.continueOther(one);
    expect(direct.owner.state).toBe(byTable.owner.state);
    expect(direct.entries()).toEqual(byTable.entries());

    const call = ownerIn(state);
    call.owner.call(two, 7);
    const transition = machine.TRANSITIONS[machine.CALLS + state] ?? -1;
    expect(call.owner).toMatchObject({ state: transition & machine.NEXT_STATE, span: two });
  });

  it.each([
    ['STARTS_CALLBACK', machine.STARTS_CALLBACK, [2, true, true, false]],
    ['STARTS_SHARED', machine.STARTS_SHARED, [2, true, false, true]],
    ['STARTS_OUTSIDE', machine.STARTS_OUTSIDE, [2, false, false, false]],
    ['CONTINUES_OTHER', machine.CONTINUES_OTHER, [2, true, false, false]],
    ['CALLS', machine.CALLS, [2, false, false, false]],
  ])('writes the entry of %s', (_, event, entry) => {
    const { owner, entries } = ownerIn(machine.KNOWN);
    owner.change(event, two, 7, false);
    expect(entries()).toEqual([entry]);
  });

  it('writes a confirmation as an entry when the callback has none any more', () => {
    const { owner, entries } = ownerIn(machine.CALLBACK);
    owner.change(machine.CONTINUES, one, 7, false);
    expect(owner.state).toBe(machine.KNOWN);
    expect(entries()).toEqual([[1, true, false, false]]);
  });
});
