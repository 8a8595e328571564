import { describe, expect, it } from '@jest/globals';
import { Blame, type PossibleVictim } from '../../../lib/explain/blame.js';

const EXPORT = { id: 1, kind: 'http', name: 'POST /export' } as const;
const BLOCKED = [{ start: 1_000, end: 1_800, by: EXPORT }];

const createBlame = (): Blame => new Blame(({ name }) => `fingerprint of ${name}`);

function victimOf(part: Partial<PossibleVictim['execution']> = {}, name = 'GET /orders'): PossibleVictim {
  return { fingerprint: `fingerprint of ${name}`, execution: { id: 2, start: 990, durationMs: 820, ...part } };
}

describe('Blame', () => {
  it("names the blocker in an execution's own recording", () => {
    expect(createBlame().blockerOf(victimOf(), BLOCKED)).toBe('fingerprint of POST /export');
  });

  it('names no blocker of a finished execution before any report found one', () => {
    expect(createBlame().blockerOf(victimOf())).toBeUndefined();
  });

  it('names the blocker of a finished execution from the intervals of earlier reports', () => {
    const blame = createBlame();
    blame.remember(BLOCKED);
    expect(blame.blockerOf(victimOf())).toBe('fingerprint of POST /export');
  });

  it('counts only the part of an interval that is within the execution', () => {
    const blame = createBlame();
    blame.remember(BLOCKED);
    expect(blame.blockerOf(victimOf({ start: 1_500, durationMs: 601 }))).toBeUndefined();
    expect(blame.blockerOf(victimOf({ start: 1_500, durationMs: 599 }))).toBeDefined();
    expect(blame.blockerOf(victimOf({ start: 1_800, durationMs: 500 }))).toBeUndefined();
    expect(blame.blockerOf(victimOf({ start: 500, durationMs: 500 }))).toBeUndefined();
  });

  it('blames no execution for itself', () => {
    const blame = createBlame();
    blame.remember(BLOCKED);
    const itself = { fingerprint: 'another', execution: { id: EXPORT.id, start: 1_000, durationMs: 800 } };
    expect(blame.blockerOf(itself)).toBeUndefined();
    expect(blame.blockerOf(itself, BLOCKED)).toBeUndefined();
  });

  it('blames no endpoint for another execution of its own', () => {
    const blame = createBlame();
    blame.remember(BLOCKED);
    expect(blame.blockerOf(victimOf({}, EXPORT.name))).toBeUndefined();
    expect(blame.blockerOf(victimOf({}, EXPORT.name), BLOCKED)).toBeUndefined();
  });

  it('blames no endpoint for an execution of its own that hangs, which has another fingerprint', () => {
    const blame = createBlame();
    const poolHolder = { ...EXPORT, id: 9 };
    const { fingerprint: endpoint, execution } = victimOf({ poolHolder }, EXPORT.name);
    const stuck = { fingerprint: 'of the hang', endpoint, execution };
    expect([blame.blockerOf(stuck, BLOCKED), blame.holderOf(stuck)]).toEqual([undefined, undefined]);
    const other = { ...stuck, endpoint: 'of another' };
    expect(blame.blockerOf(other, BLOCKED)).toBe('fingerprint of POST /export');
    expect(blame.holderOf(other)).toBe('fingerprint of POST /export');
  });

  it('merges the parts of one interval that several reports contain', () => {
    const blame = createBlame();
    blame.remember([{ start: 1_000, end: 1_400, by: EXPORT }]);
    blame.remember([{ start: 1_300, end: 1_800, by: EXPORT }]);
    blame.remember([{ start: 1_350, end: 1_500, by: EXPORT }]);
    expect(blame.blockerOf(victimOf({ durationMs: 1_599 }))).toBeDefined();
    // Added up without merging, the parts would be more than half of this.
    expect(blame.blockerOf(victimOf({ durationMs: 1_601 }))).toBeUndefined();
  });

  it('keeps 500 intervals and forgets the oldest', () => {
    const blame = createBlame();
    blame.remember(BLOCKED);
    for (let index = 1; index < 500; index += 1) {
      blame.remember([{ start: index * 10_000, end: index * 10_000 + 100, by: EXPORT }]);
    }
    expect(blame.blockerOf(victimOf())).toBeDefined();
    blame.remember([{ start: 5_000_000, end: 5_000_100, by: EXPORT }]);
    expect(blame.blockerOf(victimOf())).toBeUndefined();
  });

  it("names the holder of a pool by the execution's own waits, and no endpoint for itself", () => {
    const blame = createBlame();
    expect(blame.holderOf(victimOf({ poolHolder: EXPORT }))).toBe('fingerprint of POST /export');
    expect(blame.holderOf(victimOf({ poolHolder: EXPORT }, EXPORT.name))).toBeUndefined();
    expect(blame.holderOf(victimOf())).toBeUndefined();
  });
});
