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
      headline: 'Blocked 603 ms by POST /export, which held the event loop in renderCsv (export.service.ts:42)',
    });
  });

  it('adds up the blocks of each endpoint, and names the endpoint with the largest share', () => {
    const { verdict } = diagnosisOf({
      blocks: [block(1_000, 1_300, 'GET /a'), block(1_300, 1_500, 'GET /b'), block(1_600, 1_900, 'GET /b')],
    });
    expect(verdict).toMatchObject({ ms: 800, culprit: { name: 'GET /b' } });
    expect(verdict.headline).toBe('Blocked 800 ms, mostly by GET /b, which held the event loop');
  });

  it('names code outside any watched execution', () => {
    const { verdict } = diagnosisOf({ blocks: [block(1_000, 2_000)] });
    expect(verdict.subject).toBe('code outside any watched execution');
    expect(verdict.headline).toBe('Blocked 1.00 s by code outside any watched execution, which held the event loop');
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
