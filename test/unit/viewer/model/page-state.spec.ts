import { describe, expect, it } from '@jest/globals';
import { readState, stateHash } from '../../../../viewer/src/model/page-state.js';

describe('the state in the address of a page', () => {
  it.each([
    { view: 'tree', query: '', selected: 0 },
    { view: 'flame', query: '/find(one|all)/&x=1#y', selected: 12 },
    { view: 'functions', query: 'ü 100 %', selected: 0 },
    { view: 'tree', query: '', selected: 3, time: { fromMs: 0.125, toMs: 1843 } },
  ] as const)('is read as it was written: %j', state => {
    expect(readState(stateHash(state))).toEqual(state);
  });

  it('is empty for a page as it opens', () => {
    expect(stateHash({ view: 'tree', query: '', selected: 0 })).toBe('');
  });

  it.each([
    '',
    '#',
    '#view=other&call=-1',
    '#time=5',
    '#time=9-5',
    '#time=-5-9',
    '#time=1e9-Infinity',
    '#call=1.5',
    '#call=one&view=toString',
    '#timeline',
    '#%E0%A4%A',
  ])('is that of an opened page for %j', hash => {
    expect(readState(hash)).toEqual({ view: 'tree', query: '', selected: 0 });
  });

  it('has times with three decimals, as reports have', () => {
    const hash = stateHash({ view: 'tree', query: '', selected: 0, time: { fromMs: 1 / 3, toMs: 2 / 3 } });
    expect(hash).toBe('#time=0.333-0.667');
  });

  it('has a search of bounded length', () => {
    const state = { view: 'tree', query: 'x'.repeat(5_000), selected: 0 } as const;
    expect(readState(stateHash(state)).query).toHaveLength(500);
    expect(readState(`#search=${'x'.repeat(5_000)}`).query).toHaveLength(500);
  });
});
