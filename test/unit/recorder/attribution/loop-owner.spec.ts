import { describe, expect, it } from '@jest/globals';
import * as machine from '../../../../lib/recorder/attribution/loop-owner.js';

const { KNOWN, CALLBACK, EARLIER_CALLBACK, PROVISIONAL } = machine;
const STATES = { KNOWN, CALLBACK, EARLIER_CALLBACK, PROVISIONAL };

const { FURTHER_TASK, STARTS_CALLBACK, STARTS_SHARED, STARTS_OUTSIDE, CONTINUES, CONTINUES_OTHER, CALLS } = machine;
const EVENTS = {
  FURTHER_TASK,
  STARTS_CALLBACK,
  STARTS_SHARED,
  STARTS_OUTSIDE,
  CONTINUES,
  CONTINUES_OTHER,
  CALLS,
};

const { NO_ENTRY, CONFIRM, WITH_CAUSE, WITH_CALLBACK, WITHOUT_CAUSE, AS_PROVISIONAL, START_AGAIN } = machine;
const ENTRIES = { NO_ENTRY, CONFIRM, WITH_CAUSE, WITH_CALLBACK, WITHOUT_CAUSE, AS_PROVISIONAL, START_AGAIN };

type State = keyof typeof STATES;
type Event = keyof typeof EVENTS;
type Entry = keyof typeof ENTRIES;

const nameOf = <T extends string>(names: Record<T, number>, value: number): T =>
  (Object.keys(names) as T[]).find(name => names[name] === value) ?? ('unknown' as T);

function step(state: State, event: Event): { state: State; entry: Entry } {
  const transition = machine.TRANSITIONS[EVENTS[event] + STATES[state]] ?? -1;
  return {
    state: nameOf(STATES, transition & machine.NEXT_STATE),
    entry: nameOf(ENTRIES, transition & machine.ENTRY),
  };
}

/** The states and entries after each event, from the start. */
function walk(...events: Event[]): [State, Entry][] {
  let state: State = 'KNOWN';
  return events.map(event => {
    const next = step(state, event);
    ({ state } = next);
    return [next.state, next.entry];
  });
}

describe('the transitions of the owner of the loop', () => {
  it('have a cell for each state and event', () => {
    expect(machine.TRANSITIONS).toHaveLength(Object.keys(STATES).length * Object.keys(EVENTS).length);
    for (const state of Object.keys(STATES) as State[])
      for (const event of Object.keys(EVENTS) as Event[])
        expect(Object.values(step(state, event))).not.toContain('unknown');
  });

  it.each<[State, State, Entry]>([
    ['KNOWN', 'KNOWN', 'NO_ENTRY'],
    ['CALLBACK', 'EARLIER_CALLBACK', 'NO_ENTRY'],
    ['EARLIER_CALLBACK', 'EARLIER_CALLBACK', 'NO_ENTRY'],
    ['PROVISIONAL', 'PROVISIONAL', 'START_AGAIN'],
  ])('a further task of a %s owner leads to %s, %s', (from, state, entry) => {
    expect(step(from, 'FURTHER_TASK')).toEqual({ state, entry });
  });

  it.each<[State, State, Entry]>([
    ['KNOWN', 'KNOWN', 'NO_ENTRY'],
    ['CALLBACK', 'KNOWN', 'CONFIRM'],
    ['EARLIER_CALLBACK', 'KNOWN', 'WITH_CAUSE'],
    ['PROVISIONAL', 'KNOWN', 'WITH_CAUSE'],
  ])('a continuation of a %s owner leads to %s, %s', (from, state, entry) => {
    expect(step(from, 'CONTINUES')).toEqual({ state, entry });
  });

  it.each<[State, State]>([
    ['KNOWN', 'KNOWN'],
    ['CALLBACK', 'CALLBACK'],
    ['EARLIER_CALLBACK', 'EARLIER_CALLBACK'],
    ['PROVISIONAL', 'KNOWN'],
  ])('a call by a %s owner leads to %s, without a cause', (from, state) => {
    expect(step(from, 'CALLS')).toEqual({ state, entry: 'WITHOUT_CAUSE' });
  });

  describe.each(Object.keys(STATES) as State[])('from %s', from => {
    it.each<[Event, State, Entry]>([
      ['STARTS_CALLBACK', 'CALLBACK', 'WITH_CALLBACK'],
      ['STARTS_SHARED', 'PROVISIONAL', 'AS_PROVISIONAL'],
      ['STARTS_OUTSIDE', 'KNOWN', 'WITHOUT_CAUSE'],
      ['CONTINUES_OTHER', 'KNOWN', 'WITH_CAUSE'],
    ])('%s leads to %s, %s', (event, state, entry) => {
      expect(step(from, event)).toEqual({ state, entry });
    });
  });

  it('confirm a callback by the continuation after it, and the calls in it change nothing', () => {
    expect(walk('STARTS_CALLBACK', 'CALLS', 'CALLS', 'CONTINUES', 'CONTINUES')).toEqual([
      ['CALLBACK', 'WITH_CALLBACK'],
      ['CALLBACK', 'WITHOUT_CAUSE'],
      ['CALLBACK', 'WITHOUT_CAUSE'],
      ['KNOWN', 'CONFIRM'],
      ['KNOWN', 'NO_ENTRY'],
    ]);
  });

  it('do not confirm the entry of an earlier task', () => {
    expect(walk('STARTS_CALLBACK', 'FURTHER_TASK', 'CONTINUES')).toEqual([
      ['CALLBACK', 'WITH_CALLBACK'],
      ['EARLIER_CALLBACK', 'NO_ENTRY'],
      ['KNOWN', 'WITH_CAUSE'],
    ]);
  });

  it('keep the owner of a shared task provisional until a continuation names the reader', () => {
    expect(walk('STARTS_SHARED', 'STARTS_SHARED', 'CONTINUES_OTHER')).toEqual([
      ['PROVISIONAL', 'AS_PROVISIONAL'],
      ['PROVISIONAL', 'AS_PROVISIONAL'],
      ['KNOWN', 'WITH_CAUSE'],
    ]);
  });
});
