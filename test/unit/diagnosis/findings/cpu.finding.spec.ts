import { describe, expect, it } from '@jest/globals';
import { forest, nested, samplesOf, slice, stackOf } from '../recordings.js';
import { diagnosisOf } from './diagnosis-of.js';

const ORDERS = 'file:///app/src/orders.service.ts';
const CONTROLLER = 'file:///app/src/orders.controller.ts';
const HELPERS = 'file:///app/src/helpers.ts';
const MODULES = 'file:///app/node_modules';
const LIBRARY = `${MODULES}/csv/index.js`;

describe('cpu', () => {
  it('states that the function may be one that was inlined', () => {
    const frames = stackOf('handle@file:///app/a.js:1', 'digest@file:///app/a.js:9').map((frame, i) =>
      i === 1 ? { ...frame, hasInlined: true as const } : frame,
    );
    const { verdict } = diagnosisOf({ slices: [slice(1_000, 2_000)], frames, samples: samplesOf([[1, 20]]) });
    expect(verdict.headline).toContain('digest (a.js:9) or a function inlined into it');
    expect(verdict).toMatchObject({ subject: 'digest', location: 'a.js:9' });
  });

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
      headline: 'renderCsv (orders.service.ts:42) ran for 910 ms (91 %) without a break',
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
    expect(verdict).toMatchObject({
      subject: 'hash',
      headline: 'hash (orders.service.ts:5) ran for 910 ms (91 %) without a break',
    });
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
    expect(verdict).toMatchObject({
      subject: 'a',
      headline: 'a (orders.service.ts:1) ran for 910 ms (91 %) without a break',
    });
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
      headline: '910 ms (91 %) running code, 51 % of it in big (orders.service.ts:1)',
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
      headline:
        '(anonymous) orders.service.ts:12 in log (log.ts:1) ran for 910 ms (91 %) without a break, nearly all of it in itself',
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
    expect(diagnosisOf({ slices, frames, samples }).verdict.headline).toBe(
      'work (orders.service.ts:1) ran for 910 ms (91 %) without a break',
    );
  });

  it('names the span with most own time without samples', () => {
    const spans = nested('A.small', 'B.large');
    const { verdict } = diagnosisOf({ spans, slices: [slice(1_000, 1_100, 1), slice(1_100, 1_900, 2)] });
    expect(verdict).toMatchObject({
      kind: 'cpu',
      subject: 'B.large',
      headline: '900 ms (90 %) running code in B.large',
    });
    expect(verdict).not.toHaveProperty('location');
  });

  it('names the libraries that ran without code of the application, and the span that called them', () => {
    const { frames, leaves } = forest(
      stackOf(
        '(root)',
        'onStreamRead@node:net:1',
        `parse@${MODULES}/pg-protocol/parser.js:9`,
        `row@${MODULES}/pg/result.js:3`,
      ),
      stackOf('(root)', `transform@${MODULES}/typeorm/rows.js:1`, `group@${MODULES}/typeorm/rows.js:20`, 'slice'),
      stackOf('(root)', 'processTicks@node:internal:1'),
      stackOf('(root)', `list@${ORDERS}:10`),
    );
    const [pg = 0, typeorm = 0, node = 0, own = 0] = leaves;
    const samples = samplesOf([
      [pg, 40],
      [typeorm, 30],
      [node, 10],
      [own, 20],
    ]);
    const { verdict } = diagnosisOf({ spans: nested('Orders.all'), slices: [slice(1_000, 1_910, 1)], frames, samples });
    expect(verdict).toMatchObject({ kind: 'cpu', subject: 'Orders.all' });
    expect(verdict.headline).toBe('910 ms (91 %) in pg-protocol parse and typeorm group, called in Orders.all');
    expect(verdict).not.toHaveProperty('location');
  });

  it('names the caller of a helper in another file, and the library that it calls', () => {
    const { frames, leaves } = forest(
      stackOf(
        `handle@${MODULES}/@nestjs/core/router.js:1`,
        `find@${CONTROLLER}:5`,
        `top@${ORDERS}:9`,
        `all@${HELPERS}:2`,
        `step@${MODULES}/sql.js/x.js:1`,
      ),
      stackOf(
        `handle@${MODULES}/@nestjs/core/router.js:1`,
        `find@${CONTROLLER}:5`,
        `top@${ORDERS}:9`,
        `all@${HELPERS}:2`,
      ),
    );
    const [sqlite = 0, self = 0] = leaves;
    const samples = samplesOf([
      [sqlite, 9],
      [self, 1],
    ]);
    expect(diagnosisOf({ slices, frames, samples }).verdict).toMatchObject({
      subject: 'all',
      headline:
        'all (helpers.ts:2) in top (orders.service.ts:9) ran for 910 ms (91 %) without a break, mostly in sql.js',
    });
  });

  it('names the method with its class that called a helper in the same file', () => {
    const frames = stackOf(`search@${ORDERS}:9`, `until@${ORDERS}:2`);
    const spans = nested('PricingEngine.search');
    const { verdict } = diagnosisOf({
      spans,
      slices: [slice(1_000, 1_910, 1)],
      frames,
      samples: samplesOf([[1, 9, 1]]),
    });
    expect(verdict.headline).toMatch(
      /^until \(orders\.service\.ts:2\) in PricingEngine\.search \(orders\.service\.ts:9\) ran for 910 ms/,
    );
  });

  it('names no caller for a private method, nor for a function that several others call', () => {
    const called = forest(
      stackOf(
        `handle@${MODULES}/@nestjs/core/router.js:1`,
        `export@${CONTROLLER}:5`,
        `all@${ORDERS}:9`,
        `render@${ORDERS}:20`,
      ),
    );
    const one = diagnosisOf({ slices, frames: called.frames, samples: samplesOf([[3, 9]]) });
    expect(one.verdict.headline).toMatch(/^render \(orders\.service\.ts:20\) ran for/);
    const { frames, leaves } = forest(
      stackOf(`run@${CONTROLLER}:5`, `a@${ORDERS}:1`, `until@${HELPERS}:2`),
      stackOf(`run@${CONTROLLER}:5`, `b@${ORDERS}:5`, `until@${HELPERS}:2`),
    );
    const samples = samplesOf(leaves.map(leaf => [leaf, 5] as const));
    const two = diagnosisOf({ slices, frames, samples });
    expect(two.verdict.headline).toMatch(/^until \(helpers\.ts:2\) ran for/);
  });

  it('states the time in the function itself when the rest went elsewhere', () => {
    const { frames, leaves } = forest(stackOf(`sum@${ORDERS}:1`), stackOf(`sum@${ORDERS}:1`, `add@${ORDERS}:5`));
    const [self = 0, other = 0] = leaves;
    const samples = samplesOf([
      [self, 60],
      [other, 40],
    ]);
    const { verdict } = diagnosisOf({ slices: [slice(1_000, 1_450), slice(1_500, 1_960)], frames, samples });
    expect(verdict.headline).toMatch(/^sum \(orders\.service\.ts:1\) ran for 910 ms \(91 %\), 546 ms of it in itself$/);
  });
});
