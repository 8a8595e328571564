import { describe, expect, it } from '@jest/globals';
import { diagnose } from '../../../../lib/diagnosis/diagnose.js';
import type { Recording, Slice, WakeCause } from '../../../../lib/recorder/recording.interface.js';
import { block, forest, nested, recordingOf, samplesOf, slice, spanOf, stackOf, wake } from '../recordings.js';

const DATABASE = wake('database', '127.0.0.1:5432');
const ORDERS = 'file:///app/src/orders.service.ts';
const LIBRARY = 'file:///app/node_modules/csv/index.js';

function diagnosisOf(parts: Partial<Recording>) {
  return diagnose(recordingOf(parts), { ownDirectory: '/app/node_modules/own/dist/' });
}

/** `count` waits one after another, each `ms` long, with a millisecond of code between them. */
function loop(count: number, ms: number, cause: WakeCause, spanAt: (i: number) => number = () => 1): Slice[] {
  const slices = [slice(1_000, 1_001, spanAt(0))];
  for (let i = 0; i < count; i++) {
    const start = 1_001 + i * (ms + 1) + ms;
    slices.push(slice(start, start + 1, spanAt(i), cause));
  }
  return slices;
}

describe('findings', () => {
  describe('io', () => {
    it('names the label, and the span that waited most', () => {
      const { verdict } = diagnosisOf({
        spans: [...nested('OrdersService.list', 'OrdersRepository.find')],
        slices: [slice(1_000, 1_100, 1), slice(1_200, 1_250, 1, DATABASE), slice(1_900, 2_000, 2, DATABASE)],
      });
      expect(verdict).toEqual({
        kind: 'io',
        headline: '75 % waiting for 127.0.0.1:5432 (database) in OrdersRepository.find',
        subject: '127.0.0.1:5432',
        ms: 750,
        share: 0.75,
      });
    });

    it.each([
      ['database', 'db:1', 'db:1 (database)'],
      ['http', 'up:80', 'up:80 (HTTP)'],
      ['cache', 'redis:6379', 'redis:6379 (cache)'],
      ['network', 'h:9', 'h:9 (network)'],
      ['fs', 'fs', 'fs (file system)'],
      ['dns', 'dns.lookup', 'dns.lookup (DNS)'],
      ['threadpool', 'pbkdf2', 'pbkdf2 (thread pool)'],
    ] as const)('calls %s by its name', (on, label, wording) => {
      const { verdict } = diagnosisOf({ slices: [slice(1_000, 1_100), slice(1_900, 2_000, 0, wake(on, label))] });
      expect(verdict).toMatchObject({
        kind: 'io',
        subject: label,
        headline: `80 % waiting for ${wording} in GET /orders`,
      });
    });
  });

  describe('repeated-io', () => {
    it('counts waits one after another in one span', () => {
      const { verdict } = diagnosisOf({
        spans: nested('OrdersRepository.findOne'),
        slices: loop(240, 3, DATABASE),
        end: 1_961,
      });
      expect(verdict).toMatchObject({
        kind: 'repeated-io',
        count: 240,
        subject: '127.0.0.1:5432',
        headline: '75 % waiting for 240 × 127.0.0.1:5432 (database), one after another, in OrdersRepository.findOne',
      });
    });

    it('begins at ten', () => {
      const spans = nested('R.find');
      expect(diagnosisOf({ spans, slices: loop(9, 20, DATABASE), end: 1_190 }).verdict.kind).toBe('io');
      expect(diagnosisOf({ spans, slices: loop(10, 20, DATABASE), end: 1_211 }).verdict).toMatchObject({
        kind: 'repeated-io',
        count: 10,
      });
    });

    it('counts the calls of siblings of the same name, below parents of the same name', () => {
      const spans = nested();
      for (let i = 0; i < 12; i++) {
        const [start, end] = [1_001 + 21 * i, 1_022 + 21 * i];
        spans.push(spanOf('S.load', 0, start, end), spanOf('R.find', spans.length, start, end));
      }
      const { verdict } = diagnosisOf({ spans, slices: loop(12, 20, DATABASE, i => 2 + 2 * i), end: 1_254 });
      expect(verdict).toMatchObject({ kind: 'repeated-io', count: 12 });
      expect(verdict.headline).toContain('in R.find');
    });

    it('counts the calls of an aggregated span', () => {
      const spans = [...nested(), spanOf('R.find', 0, 1_000, 1_400, { count: 30, totalMs: 395 })];
      const { verdict } = diagnosisOf({ spans, slices: loop(19, 20, DATABASE), end: 1_400 });
      expect(verdict).toMatchObject({ kind: 'repeated-io', count: 30 });
    });

    it('does not take calls made at once in one span for repeated: only the first one is long', () => {
      const slices = [slice(1_000, 1_001, 1)];
      for (let i = 0; i < 50; i++) slices.push(slice(1_301 + i, 1_301.8 + i, 1, DATABASE));
      expect(diagnosisOf({ spans: nested('S.all'), slices, end: 1_360 }).verdict.kind).toBe('io');
    });

    it('does not take spans that overlap for repeated, though their waits look alike', () => {
      const spans = nested();
      for (let i = 0; i < 50; i++) spans.push(spanOf('R.find', 0, 1_001, 1_021 + i * 6));
      const slices = [slice(1_000, 1_001)];
      for (let i = 0; i < 50; i++) slices.push(slice(1_021 + i * 6, 1_021.5 + i * 6, 1 + i, DATABASE));
      expect(diagnosisOf({ spans, slices, end: 1_320 }).verdict.kind).toBe('io');
    });

    it('does not take an aggregated span whose calls overlap for repeated', () => {
      const spans = [...nested(), spanOf('R.find', 0, 1_000, 1_400, { count: 19, totalMs: 4_000 })];
      expect(diagnosisOf({ spans, slices: loop(19, 20, DATABASE), end: 1_400 }).verdict.kind).toBe('io');
    });

    it('keeps the repeated and the single waits for one thing apart, and neither twice', () => {
      const slices = [...loop(20, 9, DATABASE), slice(1_701, 1_702, 2, DATABASE)];
      const { verdict, findings } = diagnosisOf({
        spans: [...nested('R.find'), spanOf('R.count', 0, 1_200, 1_702)],
        slices,
        end: 1_702,
      });
      expect(verdict).toMatchObject({ kind: 'io', ms: 500 });
      expect(verdict.headline).toContain('in R.count');
      expect(findings[0]).toMatchObject({ kind: 'repeated-io', ms: 180, count: 20 });
    });
  });

  it('names a timer, an unnamed wait and a pool by span and by pool', () => {
    const after = (cause: WakeCause) =>
      diagnosisOf({ spans: nested('G.canActivate'), slices: [slice(1_000, 1_100, 1), slice(1_900, 2_000, 1, cause)] })
        .verdict;
    expect(after(wake('timer', 'setTimeout'))).toMatchObject({
      kind: 'timer',
      subject: 'G.canActivate',
      headline: '80 % waiting for a timer in G.canActivate',
    });
    expect(after(wake('other', 'MESSAGEPORT'))).toMatchObject({
      kind: 'await',
      subject: 'G.canActivate',
      headline: '80 % awaiting in G.canActivate',
    });
    expect(after(wake('pool', 'pg'))).toMatchObject({
      kind: 'pool-wait',
      subject: 'pg',
      headline: '80 % waiting for a free slot of pg in G.canActivate',
    });
  });

  it('names the root and the waker where only the root awaited something unknown', () => {
    const { verdict } = diagnosisOf({
      slices: [slice(1_000, 1_100), slice(1_900, 2_000, 0, wake('other', 'MESSAGEPORT'))],
    });
    expect(verdict).toMatchObject({
      kind: 'await',
      subject: 'GET /orders',
      headline: '80 % awaiting MESSAGEPORT in GET /orders',
    });
  });

  describe('cpu', () => {
    const slices = [slice(1_000, 1_910, 0)];

    it('names the deepest application function that holds nearly all of it, not what called it or what it called', () => {
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

    it('does not take a function for the main one that never ran below the largest', () => {
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

    it('calls a callback by the named function of its file that it stands in', () => {
      const frames = stackOf(`log@file:///app/src/log.ts:1`, `list@${ORDERS}:10`, `map`, `@${ORDERS}:12`);
      expect(diagnosisOf({ slices, frames, samples: samplesOf([[3, 9]]) }).verdict).toMatchObject({
        subject: 'list',
        location: 'orders.service.ts:10',
      });
    });

    it('calls a function without a name by its place when only other files have named callers', () => {
      const frames = stackOf(`log@file:///app/src/log.ts:1`, `@${ORDERS}:12`);
      expect(diagnosisOf({ slices, frames, samples: samplesOf([[1, 9]]) }).verdict).toMatchObject({
        subject: '(anonymous) orders.service.ts:12',
        headline: '91 % running (anonymous) orders.service.ts:12',
      });
    });

    it('never names our own code, and leaves idle and GC samples out of the shares', () => {
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

    it('names the span with most own time when there is no sample, or none with application code', () => {
      const parts = { spans: nested('A.small', 'B.large'), slices: [slice(1_000, 1_100, 1), slice(1_100, 1_900, 2)] };
      const expected = { kind: 'cpu', subject: 'B.large', headline: '90 % running code in B.large' };
      expect(diagnosisOf(parts).verdict).toMatchObject(expected);
      const { verdict } = diagnosisOf({ ...parts, frames: stackOf(`x@${LIBRARY}:1`), samples: samplesOf([[0, 5]]) });
      expect(verdict).toMatchObject(expected);
      expect(verdict).not.toHaveProperty('location');
    });
  });

  describe('event-loop-blocked', () => {
    const frames = stackOf('(root)', `export@${ORDERS}:30`, `renderCsv@file:///app/src/export.service.ts:42`, 'join');

    it('names the culprit and the function that held the loop', () => {
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

    it('adds up the blocks of one endpoint, and names the one with the largest share', () => {
      const { verdict } = diagnosisOf({
        blocks: [block(1_000, 1_300, 'GET /a'), block(1_300, 1_500, 'GET /b'), block(1_600, 1_900, 'GET /b')],
      });
      expect(verdict).toMatchObject({ ms: 800, culprit: { name: 'GET /b' } });
      expect(verdict.headline).toBe('Blocked 800 ms, mostly by GET /b, which held the event loop');
    });

    it('says so when the loop was held by nobody that is watched', () => {
      const { verdict } = diagnosisOf({ blocks: [block(1_000, 2_000)] });
      expect(verdict.subject).toBe('code outside any watched execution');
      expect(verdict.headline).toBe('Blocked 1.00 s by code outside any watched execution, which held the event loop');
    });

    it('takes the samples of a block once, though a slice of our own lies within it', () => {
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

  it('names the function that ran most as the one that made the garbage', () => {
    const { frames, leaves } = forest(
      stackOf(`main@${ORDERS}:1`, `churn@${ORDERS}:9`, 'push'),
      stackOf(`main@${ORDERS}:1`),
    );
    const parts = { slices: [slice(1_000, 1_900)], gcPauses: [{ start: 1_100, end: 1_700 }] };
    expect(
      diagnosisOf({
        ...parts,
        frames,
        samples: samplesOf([
          [leaves[0] ?? 0, 6],
          [leaves[1] ?? 0, 4],
        ]),
      }).verdict,
    ).toMatchObject({
      kind: 'garbage-collection',
      subject: 'churn',
      headline: '60 % in garbage collection, mostly while running churn (orders.service.ts:9)',
    });
    expect(diagnosisOf(parts).verdict).toMatchObject({
      subject: 'GET /orders',
      headline: '60 % in garbage collection',
    });
  });

  it('says how the client was slow', () => {
    const slices = [slice(1_000, 1_100), slice(1_500, 1_510, 0, wake('client'))];
    const { verdict, findings } = diagnosisOf({ slices, hasBody: true, bodyReceivedAt: 1_500, responseEndedAt: 1_505 });
    expect(verdict.headline).toBe('49 % waiting for the client to take the response');
    expect(findings[0]?.headline).toBe('40 % waiting for the client to send the request body');
  });

  describe('the verdict', () => {
    it('is unexplained when more is than anything holds', () => {
      const { verdict, findings } = diagnosisOf({ slices: [slice(1_000, 1_400)] });
      expect(verdict).toMatchObject({ kind: 'unexplained', subject: '', ms: 600, headline: '60 % unexplained' });
      expect(findings.map(({ kind }) => kind)).toEqual(['cpu']);
    });

    describe('of many small waits', () => {
      /** One wait of 40 ms for each cause, with 1 ms of code after it. */
      const waits = (causes: readonly WakeCause[], from = 1_000, spanAt: (i: number) => number = () => 0): Slice[] =>
        causes.map((cause, i) => slice(from + 40 + i * 41, from + 41 + i * 41, spanAt(i), cause));
      const hosts = (count: number) => Array.from({ length: count }, (_, i) => wake('http', `h${i}`));

      it('of one kind is all of them, and not what is less', () => {
        const slices = [slice(1_000, 1_100), ...waits(hosts(15), 1_100)];
        const { verdict, findings } = diagnosisOf({ slices });
        expect(verdict).toEqual({
          kind: 'io',
          subject: 'h0',
          ms: 600,
          share: 0.6,
          headline: '60 % in 15 different waits, the longest of them: 4 % waiting for h0 (HTTP) in GET /orders',
        });
        expect(findings.map(({ kind, ms }) => [kind, ms])).toEqual([
          ['unexplained', 285],
          ['cpu', 115],
        ]);
      });

      it('for timers in many places is the timers', () => {
        const spans = nested(...Array.from({ length: 15 }, (_, i) => `S${i}.wait`));
        const timers = Array.from({ length: 15 }, () => wake('timer', 'setTimeout'));
        const { verdict } = diagnosisOf({ spans, slices: [slice(1_000, 1_385), ...waits(timers, 1_385, i => i + 1)] });
        expect(verdict).toMatchObject({ kind: 'timer', ms: 600, subject: 'S0.wait' });
      });

      it('of many kinds is never a smaller unexplained rest, and is one where that is larger', () => {
        const kinds = (['http', 'fs', 'dns', 'database', 'cache', 'network', 'threadpool', 'pool'] as const).flatMap(
          on => [wake(on, `${on}1`), wake(on, `${on}2`)],
        );
        const slices = [slice(1_000, 1_001), ...waits(kinds, 1_001)];
        const { verdict, findings } = diagnosisOf({ slices });
        expect(verdict).toMatchObject({ kind: 'io', ms: 640 });
        expect(verdict.headline).toMatch(/^64 % in 16 different waits, the longest of them: 4 % waiting for /);
        expect(findings[0]).toMatchObject({ kind: 'unexplained' });
        expect(diagnosisOf({ slices, end: 2_400 }).verdict).toMatchObject({ kind: 'unexplained' });
      });

      it('adds up both ways in which a client was slow', () => {
        const slices = [slice(1_000, 1_010), slice(1_300, 1_310, 0, wake('client')), slice(1_720, 1_730, 0)];
        const { verdict } = diagnosisOf({ slices, hasBody: true, bodyReceivedAt: 1_300, responseEndedAt: 1_730 });
        expect(verdict).toMatchObject({ kind: 'slow-client', subject: 'request body', ms: 560 });
      });

      it('is the largest single one where that is the largest of all', () => {
        const slices = [...waits(hosts(3)), slice(1_500, 1_501, 0, wake('fs'))];
        expect(diagnosisOf({ slices, end: 1_501 }).verdict).toMatchObject({ kind: 'io', subject: 'fs', ms: 377 });
        const large = [...waits(hosts(9)), slice(1_869, 1_870, 0, wake('http', 'slow'))];
        expect(diagnosisOf({ slices: large, end: 1_870 }).verdict).toMatchObject({ subject: 'slow', ms: 500 });
      });
    });

    it('is there even when everything is too small to tell', () => {
      expect(diagnosisOf({ end: 1_000.5, slices: [slice(1_000, 1_000.4)] })).toMatchObject({
        verdict: { kind: 'cpu' },
        findings: [],
      });
      expect(diagnosisOf({ end: 1_000 }).verdict).toMatchObject({ ms: 0, share: 0 });
    });

    it('is followed by no finding below 1 % or 1 ms, and by nine at most', () => {
      const slices = [
        slice(1_000, 1_009.5),
        ...Array.from({ length: 20 }, (_, i) => slice(1_020 + i * 20, 1_020 + i * 20, 0, wake('http', `h${i}`))),
      ];
      const { verdict, findings } = diagnosisOf({ slices });
      expect(verdict.kind).toBe('unexplained');
      expect(findings).toHaveLength(9);
      expect(findings.every(({ ms }) => ms >= 10)).toBe(true);
      expect(findings.some(({ kind }) => kind === 'cpu')).toBe(false);
    });

    it('never says 100 % while something is missing, nor 0 % of something', () => {
      expect(diagnosisOf({ slices: [slice(1_000, 1_998)], frames: [], samples: [] }).verdict.headline).toMatch(
        /^99 % /,
      );
      expect(diagnosisOf({ slices: [slice(1_000, 2_000)] }).verdict.headline).toMatch(/^100 % /);
    });
  });

  it('keeps a headline on one line and readable, whatever the names are', () => {
    const evil = `a\nb\u202e<script>\u0000${'x'.repeat(500)}`;
    const { verdict, tree, timeline } = diagnosisOf({
      name: evil,
      spans: [spanOf(evil, -1, 1_000, 2_000, { kind: 'execution' }), spanOf(evil, 0, 1_000, 2_000)],
      slices: [slice(1_000, 1_100, 1), slice(1_900, 2_000, 1, wake('database', evil))],
    });
    for (const text of [verdict.subject, tree.name, timeline.spans[1]?.name ?? '', timeline.waits[0]?.label ?? '']) {
      expect(text.length).toBeLessThanOrEqual(200);
      expect(text).toMatch(/^a b <script> x+…$/);
    }
    expect(verdict.headline).not.toMatch(/[\n\u0000\u202e]/);
  });

  it('does not mistake names such as __proto__ for something it knows', () => {
    const { verdict, accounting } = diagnosisOf({
      spans: nested('__proto__', 'constructor'),
      slices: [slice(1_000, 1_100, 2), slice(1_900, 2_000, 2, wake('network', '__proto__'))],
    });
    expect(verdict).toMatchObject({
      subject: '__proto__',
      headline: '80 % waiting for __proto__ (network) in constructor',
    });
    expect(accounting.waiting[0]?.label).toBe('__proto__');
  });
});
