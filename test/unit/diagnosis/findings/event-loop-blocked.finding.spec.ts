import { describe, expect, it } from '@jest/globals';
import { block, forest, slice, stackOf, wake } from '../recordings.js';
import { diagnosisOf } from './diagnosis-of.js';

const ORDERS = 'file:///app/src/orders.service.ts';

describe('event-loop-blocked', () => {
  const frames = stackOf('(root)', `export@${ORDERS}:30`, `renderCsv@file:///app/src/export.service.ts:42`, 'join');

  it('names the main blocker and its function', () => {
    const { verdict } = diagnosisOf({
      frames,
      slices: [slice(1_000, 1_010), slice(1_700, 1_720, 0, wake('timer'))],
      blocks: [block(1_090, 1_693, 'POST /export', [3, 3, 3])],
      end: 1_720,
    });
    expect(verdict).toMatchObject({
      kind: 'event-loop-blocked',
      subject: 'POST /export',
      ms: 603,
      culprit: { name: 'POST /export', function: 'renderCsv', location: 'export.service.ts:42' },
      headline:
        'Held up 603 ms (84 %) by POST /export in renderCsv (export.service.ts:42) in export (orders.service.ts:30); 30 ms of own code',
    });
  });

  it('adds up the blocks of each endpoint, and names the endpoint with the largest share', () => {
    const { verdict } = diagnosisOf({
      blocks: [block(1_000, 1_300, 'GET /a'), block(1_300, 1_500, 'GET /b'), block(1_600, 1_900, 'GET /b')],
    });
    expect(verdict).toMatchObject({ ms: 800, culprit: { name: 'GET /b' } });
    expect(verdict.headline).toBe('Held up 800 ms (80 %), mostly by GET /b');
  });

  it('states how many blockers there were when none held the loop for most of the time', () => {
    const blocks = Array.from({ length: 5 }, (_, i) => block(1_000 + i * 200, 1_100 + i * 200, `GET /${i}`));
    const { verdict } = diagnosisOf({ blocks });
    expect(verdict.headline).toMatch(/^Held up 500 ms \(50 %\), by 5 others, the longest with 20 % of it: GET \/0/);
  });

  it('names the library of a blocker without code of the application', () => {
    const stack = stackOf('(root)', 'onread@node:internal:1', 'parse@file:///app/node_modules/pg-protocol/parser.js:9');
    const { verdict } = diagnosisOf({ frames: stack, blocks: [block(1_000, 2_000, undefined, [2, 2])] });
    expect(verdict.headline).toBe('Held up 1.00 s (100 %) by code outside any watched execution in pg-protocol parse');
  });

  it('names code outside any watched execution', () => {
    const { verdict } = diagnosisOf({ blocks: [block(1_000, 2_000)] });
    expect(verdict.subject).toBe('code outside any watched execution');
    expect(verdict.headline).toBe('Held up 1.00 s (100 %) by code outside any watched execution');
  });

  it('counts the samples of a block once, even if a slice of the execution lies within it', () => {
    const { frames: two, leaves } = forest(stackOf(`a@${ORDERS}:1`), stackOf(`b@${ORDERS}:2`));
    const { verdict } = diagnosisOf({
      frames: two,
      slices: [slice(1_100, 1_101), slice(1_200, 1_201), slice(1_300, 1_301)],
      blocks: [
        block(1_000, 1_400, 'GET /x', [leaves[0] ?? 0]),
        block(1_400, 2_000, 'GET /x', [leaves[1] ?? 0, leaves[1] ?? 0]),
      ],
    });
    expect(verdict.culprit?.function).toBe('b');
  });
});
