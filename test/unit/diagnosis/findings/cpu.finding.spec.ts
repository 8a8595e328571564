import { describe, expect, it } from '@jest/globals';
import { forest, nested, samplesOf, slice, stackOf } from '../recordings.js';
import { diagnosisOf } from './diagnosis-of.js';

const ORDERS = 'file:///app/src/orders.service.ts';
const LIBRARY = 'file:///app/node_modules/csv/index.js';

describe('cpu', () => {
  const slices = [slice(1_000, 1_910, 0)];

  it('names the deepest application function with nearly all samples, not its callers or its callees', () => {
    const { frames, leaves } = forest(
      stackOf(
        '(root)',
        'processTicks@node:internal:1',
        `list@${ORDERS}:10`,
        `renderCsv@${ORDERS}:42`,
        `escape@${ORDERS}:60`,
      ),
      stackOf(
        '(root)',
        'processTicks@node:internal:1',
        `list@${ORDERS}:10`,
        `renderCsv@${ORDERS}:42`,
        `join@${ORDERS}:70`,
      ),
      stackOf('(root)', `list@${ORDERS}:10`),
    );
    const { verdict } = diagnosisOf({
      slices,
      frames,
      samples: samplesOf([
        [leaves[0] ?? 0, 50],
        [leaves[1] ?? 0, 45],
        [leaves[2] ?? 0, 5],
      ]),
    });
    expect(verdict).toMatchObject({
      kind: 'cpu',
      subject: 'renderCsv',
      location: 'orders.service.ts:42',
      ms: 910,
      share: 0.91,
      headline: '91 % running renderCsv (orders.service.ts:42)',
    });
  });

  it('charges native and library code to the application function that called it', () => {
    const { frames, leaves } = forest(
      stackOf('(root)', `hash@${ORDERS}:5`, 'pbkdf2Sync@node:internal/crypto:9', 'pbkdf2'),
      stackOf('(root)', `hash@${ORDERS}:5`, `stringify@${LIBRARY}:1`),
    );
    const { verdict } = diagnosisOf({
      slices,
      frames,
      samples: samplesOf([
        [leaves[0] ?? 0, 5],
        [leaves[1] ?? 0, 5],
      ]),
    });
    expect(verdict).toMatchObject({ subject: 'hash', headline: '91 % running hash (orders.service.ts:5)' });
  });

  it('counts a function that calls itself once', () => {
    const { frames, leaves } = forest(
      stackOf(`a@${ORDERS}:1`, `walk@${ORDERS}:2`, `walk@${ORDERS}:2`, `walk@${ORDERS}:2`),
      stackOf(`a@${ORDERS}:1`, `b@${ORDERS}:3`),
    );
    const { verdict } = diagnosisOf({
      slices,
      frames,
      samples: samplesOf([
        [leaves[0] ?? 0, 50],
        [leaves[1] ?? 0, 50],
      ]),
    });
    expect(verdict).toMatchObject({ subject: 'a', headline: '91 % running a (orders.service.ts:1)' });
  });

  it('never names a function that did not run below the largest one', () => {
    const { frames, leaves } = forest(
      stackOf(`big@${ORDERS}:1`),
      stackOf('x', 'y', `other@${ORDERS}:2`, `deeper@${ORDERS}:3`),
    );
    const { verdict } = diagnosisOf({
      slices,
      frames,
      samples: samplesOf([
        [leaves[0] ?? 0, 51],
        [leaves[1] ?? 0, 49],
      ]),
    });
    expect(verdict).toMatchObject({
      subject: 'big',
      headline: '91 % running code, 51 % of it in big (orders.service.ts:1)',
    });
  });

  it('names a callback after the named function that contains it in the same file', () => {
    const frames = stackOf(`log@file:///app/src/log.ts:1`, `list@${ORDERS}:10`, `map`, `@${ORDERS}:12`);
    expect(diagnosisOf({ slices, frames, samples: samplesOf([[3, 9]]) }).verdict).toMatchObject({
      subject: 'list',
      location: 'orders.service.ts:10',
    });
  });

  it('names a function without a name after its location when only other files have named callers', () => {
    const frames = stackOf(`log@file:///app/src/log.ts:1`, `@${ORDERS}:12`);
    expect(diagnosisOf({ slices, frames, samples: samplesOf([[1, 9]]) }).verdict).toMatchObject({
      subject: '(anonymous) orders.service.ts:12',
      headline: '91 % running (anonymous) orders.service.ts:12',
    });
  });

  it('never names this package, and leaves idle and GC samples out of the shares', () => {
    const { frames, leaves } = forest(
      stackOf(`work@${ORDERS}:1`, 'wrapper@/app/node_modules/own/dist/x.js:1'),
      stackOf('(root)', '(idle)'),
      stackOf('(root)', '(garbage collector)'),
    );
    const samples = samplesOf([
      [leaves[0] ?? 0, 1],
      [leaves[1] ?? 0, 9],
      [leaves[2] ?? 0, 9],
    ]);
    expect(diagnosisOf({ slices, frames, samples }).verdict.headline).toBe('91 % running work (orders.service.ts:1)');
  });

  it('names the span with most own time without samples, or without application code in them', () => {
    const parts = { spans: nested('A.small', 'B.large'), slices: [slice(1_000, 1_100, 1), slice(1_100, 1_900, 2)] };
    const expected = { kind: 'cpu', subject: 'B.large', headline: '90 % running code in B.large' };
    expect(diagnosisOf(parts).verdict).toMatchObject(expected);
    const { verdict } = diagnosisOf({ ...parts, frames: stackOf(`x@${LIBRARY}:1`), samples: samplesOf([[0, 5]]) });
    expect(verdict).toMatchObject(expected);
    expect(verdict).not.toHaveProperty('location');
  });
});
