import { beforeEach, describe, expect, it } from '@jest/globals';
import type { CallSite } from '../../../../lib/tracing/call-site.js';
import { Execution, type Span, type SpanRunner } from '../../../../lib/tracing/execution.js';
import { CLIENT_CAUSE, PROVISIONAL_FLAG } from '../../../../lib/recorder/attribution/wake-number.js';
import { ASLEEP, LogChunk, OUTSIDE } from '../../../../lib/recorder/log/log-chunk.js';
import { MAX_SEARCHED, reassign, type LostCode } from '../../../../lib/recorder/log/reassignment.js';

type Entry = readonly [time: number, owner: number, span?: number, cause?: number];

const SITE: CallSite = {
  name: 'Work.find',
  kind: 'provider',
  isAsync: true,
  returnsObservable: false,
  isLearning: false,
};
const A = 1;
const B = 2;
const OTHER = 3;
const REPLY = 5;
const TIMER = 6;

describe('reassign()', () => {
  let a: Execution;
  let b: Execution;
  let find: Span;

  beforeEach(() => {
    a = new Execution({} as SpanRunner, A, 'http', SITE, 0, 1_000);
    b = new Execution({} as SpanRunner, B, 'http', SITE, 100, 1_000);
    find = open(a.root, 5);
  });

  function open(parent: Span, start: number): Span {
    const span = a.open(parent, SITE, start);
    if (span === undefined) throw new Error('no span');
    return span;
  }

  /** @param parts entries of each part of the log, oldest first */
  function run(lost: Partial<LostCode>, ...parts: Entry[][]): { taken: boolean; entries: Entry[] } {
    const chunks = parts.map(entries => {
      const chunk = new LogChunk(entries.length);
      for (const [time, owner, span = 0, cause = 0] of entries) chunk.push(time, owner, span, cause);
      return chunk;
    });
    const log = chunks.toReversed().map(chunk => ({ newestFirst: () => [chunk] }));
    const given: LostCode = {
      from: a.root,
      to: b.root,
      notBefore: b.start,
      turnStart: 200,
      certainSince: undefined,
      isAlone: true,
      ...lost,
    };
    const taken = reassign(log, given, 300);
    const entries = chunks.flatMap(({ length, times, owners, spans, causes }) =>
      Array.from({ length }, (_, i): Entry => [times[i] ?? 0, owners[i] ?? 0, spans[i] ?? 0, causes[i] ?? 0]),
    );
    return { taken, entries };
  }

  const before: Entry[] = [
    [50, A, 0, TIMER],
    [60, ASLEEP],
    [100, B],
    [101, ASLEEP],
  ];

  it('gives the code of the turn to its execution, with the cause that ended its wait', () => {
    const turn: Entry[] = [
      [200, A, 0, REPLY | PROVISIONAL_FLAG],
      [201, A, 0, REPLY],
    ];
    expect(run({}, [...before, ...turn]).entries.slice(-2)).toEqual([
      [200, B, 0, REPLY | PROVISIONAL_FLAG],
      [201, B, 0, REPLY],
    ]);
  });

  it('leaves code from before the other execution was last charged', () => {
    expect(run({}, [...before, [200, A, 0, REPLY]]).entries[0]).toEqual([50, A, 0, TIMER]);
  });

  it('leaves the code of other spans and executions', () => {
    const turn: Entry[] = [
      [200, A, find.index, REPLY],
      [201, OTHER],
      [202, OUTSIDE],
    ];
    expect(run({}, [...before, ...turn]).entries.slice(-3)).toEqual(
      turn.map(([time, owner, span = 0, cause = 0]) => [time, owner, span, cause]),
    );
  });

  const earlier: Entry[] = [
    [150, A, 0, REPLY | PROVISIONAL_FLAG],
    [151, A, 0, REPLY],
    [152, ASLEEP],
    [200, A, 0, TIMER],
  ];

  it('gives the code of earlier turns to its execution, too, also beyond a rotation', () => {
    const { entries } = run({}, before, earlier.slice(0, 3), earlier.slice(3));
    expect(entries.slice(4)).toEqual([
      [150, B, 0, REPLY | PROVISIONAL_FLAG],
      [151, B, 0, REPLY],
      [152, ASLEEP, 0, 0],
      [200, B, 0, TIMER],
    ]);
  });

  it('charges earlier turns to no execution while a third one runs, and then names no cause', () => {
    const { entries } = run({ isAlone: false }, [...before, ...earlier]);
    expect(entries.slice(4)).toEqual([
      [150, OUTSIDE, 0, REPLY | PROVISIONAL_FLAG],
      [151, OUTSIDE, 0, 0],
      [152, ASLEEP, 0, 0],
      [200, B, 0, 0],
    ]);
  });

  it('leaves the events of the own client in earlier turns', () => {
    const { entries } = run({}, [...before, [150, A, 0, CLIENT_CAUSE], [160, ASLEEP], [200, A, 0, REPLY]]);
    expect(entries.slice(4)).toEqual([
      [150, A, 0, CLIENT_CAUSE],
      [160, ASLEEP, 0, 0],
      [200, B, 0, REPLY],
    ]);
  });

  it('takes the calls of the lost code, which are no spans of the other execution', () => {
    const check = open(a.root, 160);
    const { entries } = run({}, [...before, [160, A, check.index], [200, A, 0, TIMER]]);
    expect(entries[4]).toEqual([160, B, 0, 0]);
    expect([check.count, find.count]).toEqual([0, 1]);
  });

  describe('when the other execution may run in the context itself', () => {
    beforeEach(() => find.finish(6));

    it('takes nothing', () => {
      const { taken, entries } = run({}, [...before, [150, A, 0, TIMER], [200, A, 0, TIMER]]);
      expect(taken).toBe(false);
      expect(entries.map(([, owner]) => owner)).toEqual([A, ASLEEP, B, ASLEEP, A, A]);
    });

    it('takes the turn when its connection has called back since', () => {
      const { taken, entries } = run({}, [...before, ...earlier]);
      expect(taken).toBe(true);
      expect(entries.slice(4)).toEqual([
        [150, A, 0, REPLY | PROVISIONAL_FLAG],
        [151, A, 0, REPLY],
        [152, ASLEEP, 0, 0],
        [200, B, 0, 0],
      ]);
    });

    it('takes everything since a time from which on it is certain', () => {
      const { entries } = run({ certainSince: 202 }, [...before, [200, B], [201, A, 0, TIMER], [202, A, 0, TIMER]]);
      expect(entries.slice(-2)).toEqual([
        [201, A, 0, TIMER],
        [202, B, 0, TIMER],
      ]);
    });
  });

  it('takes only what came after the end of an execution that has finished', () => {
    Object.assign(a, { finished: true, end: 201 });
    a.root.end = 201;
    const { entries } = run({}, [...before, [200, A, 0, TIMER], [201, A], [202, A]]);
    expect(entries.slice(-3).map(([, owner]) => owner)).toEqual([A, B, B]);
  });

  it('charges no execution for code of another application, whose ids mean others here', () => {
    const { entries } = run({ to: undefined }, [...before, [200, A, 0, REPLY]]);
    expect(entries.slice(-2)).toEqual([
      [101, ASLEEP, 0, 0],
      [200, OUTSIDE, 0, 0],
    ]);
    expect(entries[0]).toEqual([50, A, 0, TIMER]);
  });

  it('searches a bounded number of entries', () => {
    const many = Array.from({ length: MAX_SEARCHED }, (_, i): Entry => [150 + i / MAX_SEARCHED, OTHER]);
    const { entries } = run({}, [...before, [120, A, 0, REPLY], ...many, [200, A, 0, TIMER]]);
    expect(entries[4]).toEqual([120, A, 0, REPLY]);
    expect(entries.at(-1)).toEqual([200, B, 0, TIMER]);
  });
});
