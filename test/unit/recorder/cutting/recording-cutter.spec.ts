import { describe, expect, it } from '@jest/globals';
import type { Execution } from '../../../../lib/tracing/execution.js';
import { cutRecording } from '../../../../lib/recorder/cutting/cut-recording.js';
import { ASLEEP, CHUNK_ENTRIES, LogChunk, OUTSIDE } from '../../../../lib/recorder/log/log-chunk.js';
import { PoolJobs } from '../../../../lib/recorder/attribution/pool-jobs.js';
import { RecordingCutter } from '../../../../lib/recorder/cutting/recording-cutter.js';
import { findReplyPieces } from '../../../../lib/recorder/cutting/reply-pieces.js';
import { thinSegment as thin } from '../../../../lib/recorder/log/thin-segment.js';
import { makeSegment } from '../../../../lib/recorder/log/segment.js';
import { SpanPlaces } from '../../../../lib/recorder/cutting/span-places.js';
import type { WakeCauses } from '../../../../lib/recorder/attribution/wake-cause.js';
import {
  CALLBACK_FLAG,
  nextConnection,
  PIPELINED_FLAG,
  PROVISIONAL_FLAG,
  REPLY_FLAG,
  TOGETHER_FLAG,
} from '../../../../lib/recorder/attribution/wake-number.js';
import { countSteps, runSteps } from '../../../support/run-steps.js';

type Entry = readonly [time: number, owner: number, span?: number, cause?: number];

const TIMER = { on: 'timer', label: 't' } as const;
const NETWORK = { on: 'network', label: 'n' } as const;
const causes = {
  get: (number: number) => ({ 4: TIMER, 5: NETWORK })[number & 1023],
  jobs: new PoolJobs(),
} as unknown as WakeCauses;
/** The first continuation after the reply to a request. */
const REPLY = 4 | REPLY_FLAG;
const nameOf = (id: number) => ({ id, kind: 'http', name: `E${id}` }) as const;

function executionOf(start: number, end: number, spanEnds: readonly number[] = [0, 0]): Execution {
  const spans: object[] = [];
  for (const [index, spanEnd] of spanEnds.entries())
    spans.push({ index, end: spanEnd, count: 1, parent: index === 0 ? undefined : spans[0] });
  return { id: 1, start, end, spans } as unknown as Execution;
}

function chunk(...entries: Entry[]): LogChunk {
  const made = new LogChunk(entries.length);
  for (const [time, owner, span = 0, cause = 0] of entries) made.push(time, owner, span, cause);
  return made;
}

function cutterOf(execution: Execution, pieces: ConstructorParameters<typeof RecordingCutter>[4] = new Map()) {
  return new RecordingCutter(execution, causes, nameOf, new SpanPlaces(execution.spans), pieces);
}

/** @param pieces one chunk for each segment. A segment ends where the next one starts, the last one at 1 000. */
function cut(execution: Execution, ...pieces: Entry[][]) {
  const segments = pieces.map((entries, index) => {
    const end = pieces[index + 1]?.[0]?.[0] ?? 1_000;
    return makeSegment(entries[0]?.[0] ?? 0, end, [chunk(...entries)], []);
  });
  const cutter = cutterOf(execution, runSteps(findReplyPieces(segments, execution.end)));
  for (const { chunks, end } of segments) {
    for (const each of chunks) runSteps(cutter.read(each));
    cutter.endSegment(end);
  }
  runSteps(cutter.finish());
  return { slices: [...cutter.slices], blocks: cutter.blocks };
}

describe('RecordingCutter', () => {
  it('clips to the execution, and reads no entry after it', () => {
    expect(
      cut(executionOf(10, 50), [
        [0, 1],
        [20, ASLEEP],
        [40, 1, 1, 4],
        [60, 2],
        [70, 1],
      ]).slices,
    ).toEqual([
      { start: 10, end: 20, span: 0 },
      { start: 40, end: 50, span: 1, cause: TIMER },
    ]);
  });

  it('joins a slice that continues in the next segment, without a wait between', () => {
    const { slices } = cut(
      executionOf(0, 100),
      [
        [0, ASLEEP],
        [10, 1, 0, 4],
      ],
      [
        [30, 1],
        [40, ASLEEP],
      ],
    );
    expect(slices).toEqual([{ start: 10, end: 40, span: 0, cause: TIMER }]);
  });

  it('joins a block across chunks and segments', () => {
    const { blocks } = cut(
      executionOf(0, 900),
      [[0, 2]],
      [
        [15, 2],
        [18, 3],
      ],
      [
        [30, OUTSIDE],
        [31, ASLEEP],
      ],
    );
    expect(blocks).toEqual([
      { start: 0, end: 18, owner: nameOf(2), stacks: [] },
      { start: 18, end: 30, owner: nameOf(3), stacks: [] },
      { start: 30, end: 31, owner: undefined, stacks: [] },
    ]);
  });

  it('finds no block of less than 20 ms between a sleep and own code', () => {
    expect(
      cut(executionOf(0, 100), [
        [0, 1],
        [1, 2],
        [20.9, 1],
        [30, 3],
        [49, ASLEEP],
        [50, 2],
        [69, 1],
      ]).blocks,
    ).toEqual([]);
  });

  it('finds nothing in a log from before or after the execution', () => {
    expect(
      cut(executionOf(500, 600), [
        [0, 1],
        [10, ASLEEP],
      ]),
    ).toEqual({ slices: [], blocks: [] });
    expect(
      cut(executionOf(500, 600), [
        [700, 1],
        [710, ASLEEP],
      ]),
    ).toEqual({ slices: [], blocks: [] });
    expect(cut(executionOf(500, 600), [])).toEqual({ slices: [], blocks: [] });
  });

  it('starts with the log when the beginning was dropped', () => {
    expect(
      cut(executionOf(0, 100), [
        [60, 1, 1, 4],
        [70, ASLEEP],
      ]).slices,
    ).toEqual([{ start: 60, end: 70, span: 1, cause: TIMER }]);
  });

  it('assigns work that an ended span left running to the span around it', () => {
    const { slices, blocks } = cut(executionOf(0, 100, [0, 15]), [
      [0, 1, 1],
      [10, ASLEEP],
      [20, 1, 1],
      [45, ASLEEP],
    ]);
    expect(slices).toEqual([
      { start: 0, end: 10, span: 1 },
      { start: 20, end: 45, span: 0 },
    ]);
    expect(blocks).toEqual([]);
  });

  it('counts a little of such work as outside while another span waits: it does not end the wait', () => {
    const nested = executionOf(0, 100, [0, 0, 15]);
    Object.assign(nested.spans[2] ?? {}, { parent: nested.spans[1] });
    const entries: Entry[] = [
      [0, 1, 2],
      [10, ASLEEP],
      [20, 1, 2, 4],
      [21, ASLEEP],
      [60, 1, 1, 4],
      [61, ASLEEP],
    ];
    expect(cut(nested, entries).slices).toMatchObject([{ start: 0 }, { start: 60 }]);
    Object.assign(nested.spans[1] ?? {}, { end: 18 });
    expect(cut(nested, entries).slices).toMatchObject([{ start: 0 }, { start: 20, end: 21, span: 0 }, { start: 60 }]);
  });

  it('owns the work of a connection when its continuation follows, or when the work is long', () => {
    const read = (...entries: Entry[]) => cut(executionOf(0, 100), [[0, ASLEEP], ...entries]).slices;
    expect(read([10, 2, 0, PROVISIONAL_FLAG], [11, 1, 1, 4], [12, ASLEEP])).toEqual([
      { start: 10, end: 12, span: 1, cause: TIMER },
    ]);
    expect(read([10, 1, 0, PROVISIONAL_FLAG], [11, ASLEEP])).toEqual([]);
    expect(read([10, 1, 0, PROVISIONAL_FLAG], [13, ASLEEP])).toEqual([{ start: 10, end: 13, span: 0 }]);
    expect(read([10, 1, 0, PROVISIONAL_FLAG], [11, 2], [12, ASLEEP])).toEqual([]);
  });

  it('ends no wait with it where the span that opened the connection is over', () => {
    const entries: Entry[] = [
      [0, ASLEEP],
      [10, 1, 1, PROVISIONAL_FLAG | 5],
      [13, ASLEEP],
      [50, 1, 0, 4],
      [51, ASLEEP],
    ];
    expect(cut(executionOf(0, 100, [0, 5]), entries).slices).toEqual([
      { start: 10, end: 13, span: 0, cause: TIMER, isPartial: true },
      { start: 50, end: 51, span: 0, cause: TIMER },
    ]);
    expect(cut(executionOf(0, 100, [0, 60]), entries).slices).toEqual([
      { start: 10, end: 13, span: 1, cause: NETWORK },
      { start: 50, end: 51, span: 0, cause: TIMER },
    ]);
  });

  it('does not own it when another cause woke the execution right after it', () => {
    const read = (...entries: Entry[]) => cut(executionOf(0, 100), [[0, ASLEEP], ...entries]).slices;
    expect(read([10, 0, 0, PROVISIONAL_FLAG | 5], [30, 1, 1, 4], [31, ASLEEP])).toEqual([
      { start: 30, end: 31, span: 1, cause: TIMER },
    ]);
    expect(read([10, 0, 0, PROVISIONAL_FLAG | 4], [30, 1, 1, 4], [31, ASLEEP])).toEqual([
      { start: 10, end: 31, span: 1, cause: TIMER },
    ]);
  });

  it('does not own it when only a timer of the execution fires right after it', () => {
    const read = (...entries: Entry[]) => cut(executionOf(0, 100), [[0, ASLEEP], ...entries]);
    expect(read([10, 0, 0, PROVISIONAL_FLAG], [30, 1, 0, 4 | CALLBACK_FLAG], [31, ASLEEP]).slices).toMatchObject([
      { start: 30, end: 31 },
    ]);
  });

  it('owns the calls in it together with it', () => {
    const read = (...entries: Entry[]) => cut(executionOf(0, 100), [[0, ASLEEP], ...entries]).slices;
    const calls: Entry[] = [
      [10, 1, 0, PROVISIONAL_FLAG],
      [11, 1, 1, PROVISIONAL_FLAG],
      [12, 1, 0, PROVISIONAL_FLAG],
    ];
    expect(read(...calls, [13, ASLEEP])).toMatchObject([{ span: 0 }, { start: 11, end: 12, span: 1 }, { span: 0 }]);
    expect(read([10, 1, 0, PROVISIONAL_FLAG], [11, 1, 1, PROVISIONAL_FLAG], [11.5, ASLEEP])).toEqual([]);
  });

  it('has a slice for each reply, also where no wait lies between them', () => {
    const one = PROVISIONAL_FLAG | nextConnection(0);
    const other = PROVISIONAL_FLAG | nextConnection(one);
    const { slices } = cut(executionOf(0, 100), [
      [0, ASLEEP],
      [10, 0, 0, one],
      [11, 1, 1, REPLY],
      [12, 0, 0, other],
      [13, 1, 1, REPLY],
      [14, ASLEEP],
    ]);
    expect(slices).toEqual([
      { start: 10, end: 12, span: 1, cause: TIMER, connection: 1 },
      { start: 12, end: 14, span: 1, cause: TIMER, connection: 2 },
    ]);
  });

  it('states the span that waited, when another one had opened the connection', () => {
    const { slices } = cut(executionOf(0, 100), [
      [0, ASLEEP],
      [10, 1, 0, PROVISIONAL_FLAG | nextConnection(0)],
      [10.05, 1, 1, REPLY],
      [12, ASLEEP],
    ]);
    expect(slices).toEqual([
      { start: 10, end: 10.05, span: 0, cause: TIMER, connection: 1, waiter: 1 },
      { start: 10.05, end: 12, span: 1 },
    ]);
  });

  it('has no connection for the next piece of a reply', () => {
    const one = PROVISIONAL_FLAG | nextConnection(0);
    const { slices } = cut(executionOf(0, 100), [
      [0, ASLEEP],
      [10, 0, 0, one],
      [10.05, 1, 1, REPLY],
      [11, ASLEEP],
      [20, 0, 0, one],
      [20.05, 1, 1, 4],
      [21, ASLEEP],
      [30, 0, 0, one],
      [30.05, 1, 1, REPLY | PIPELINED_FLAG],
      [31, ASLEEP],
      [40, 0, 0, one],
      [40.05, 1, 1, REPLY | TOGETHER_FLAG],
      [41, ASLEEP],
    ]);
    expect(slices).toEqual([
      { start: 10, end: 11, span: 1, cause: TIMER, connection: 1 },
      { start: 20, end: 21, span: 1, cause: TIMER },
      { start: 30, end: 31, span: 1, cause: TIMER, connection: 1, isPipelined: true },
      { start: 40, end: 41, span: 1, cause: TIMER, connection: 1, isTogether: true },
    ]);
  });

  it('has no connection for a reply that woke another execution first', () => {
    const { slices } = cut(executionOf(0, 100), [
      [0, ASLEEP],
      [10, 0, 0, PROVISIONAL_FLAG | nextConnection(0)],
      [11, 2, 0, REPLY],
      [12, 1, 1, REPLY],
      [13, ASLEEP],
    ]);
    expect(slices).toEqual([{ start: 12, end: 13, span: 1, cause: TIMER }]);
  });

  describe('with a reply in pieces', () => {
    const one = PROVISIONAL_FLAG | nextConnection(0);
    const other = PROVISIONAL_FLAG | nextConnection(one);
    const pieces: Entry[] = [
      [0, ASLEEP],
      [10, 0, 0, one],
      [40, ASLEEP],
      [50, 0, 0, other],
      [75, ASLEEP],
      [80, 3, 0, one],
      [90, 1, 1, REPLY],
      [91, ASLEEP],
      [95, 0, 0, other],
      [96, 2, 0, 4],
      [97, ASLEEP],
    ];

    it('owns the pieces from its connection, not those from others', () => {
      const { slices, blocks } = cut(executionOf(0, 200), pieces);
      expect(slices).toEqual([
        { start: 10, end: 40, span: 1, cause: TIMER, isPartial: true },
        { start: 80, end: 91, span: 1, cause: TIMER, connection: 1 },
      ]);
      expect(blocks).toMatchObject([{ start: 50, end: 75, owner: { name: 'E2' } }]);
    });

    it('owns nothing from before the span that reads the reply', () => {
      const execution = executionOf(0, 200);
      Object.assign(execution.spans[1] ?? {}, { start: 60 });
      const { slices, blocks } = cut(execution, pieces);
      expect(slices).toEqual([{ start: 80, end: 91, span: 1, cause: TIMER, connection: 1 }]);
      expect(blocks).toMatchObject([
        { start: 10, end: 40 },
        { start: 50, end: 75, owner: { name: 'E2' } },
      ]);
    });

    it('finds them in a thinned segment', () => {
      const full = makeSegment(0, 200, [chunk(...pieces)], []);
      const thinned = runSteps(thin(full, id => id === 1));
      const found = runSteps(findReplyPieces([thinned], 200));
      expect([...found].map(([time, { owner }]) => [time, owner])).toEqual([
        [10, 1],
        [80, 1],
        [50, 2],
        [95, 2],
      ]);
    });

    it('finds their reader when only the execution that opened the connection is needed', () => {
      const opener: Entry[] = [
        [0, ASLEEP],
        [10, 3, 0, one],
        [40, ASLEEP],
        [50, 3, 0, one],
        [55, 1, 1, 4],
        [60, ASLEEP],
      ];
      const thinned = runSteps(thin(makeSegment(0, 200, [chunk(...opener)], []), id => id === 3));
      const found = runSteps(findReplyPieces([thinned], 200));
      expect([...found].map(([time, { owner }]) => [time, owner])).toEqual([
        [10, 1],
        [50, 1],
      ]);
    });

    it('separates two replies that different executions read from the connection', () => {
      const { slices } = cut(executionOf(0, 200), [
        [0, ASLEEP],
        [10, 0, 0, one],
        [40, 2, 0, 4],
        [41, ASLEEP],
        [50, 0, 0, one],
        [60, 1, 0, REPLY],
        [61, ASLEEP],
      ]);
      expect(slices).toEqual([{ start: 50, end: 61, span: 0, cause: TIMER, connection: 1 }]);
    });
  });

  describe('while the process had no processor', () => {
    const blocksOf = (starved: { start: number; end: number }[], delayShare = 0) => {
      const execution = executionOf(0, 200);
      const places = new SpanPlaces(execution.spans);
      const cutter = new RecordingCutter(execution, causes, nameOf, places, new Map(), starved);
      cutter.startSegment(delayShare);
      runSteps(cutter.read(chunk([0, 1], [10, 2], [110, 1, 0, 4], [120, OUTSIDE], [145, 1, 0, 4], [150, ASLEEP])));
      cutter.endSegment(200);
      runSteps(cutter.finish());
      return cutter.blocks.map(({ start, end }) => [start, end]);
    };

    it('nobody blocks the loop: less than 20 ms remain', () => {
      expect(blocksOf([])).toEqual([
        [10, 110],
        [120, 145],
      ]);
      expect(blocksOf([{ start: 20, end: 105 }])).toEqual([[120, 145]]);
      expect(blocksOf([{ start: 0, end: 60 }])).toEqual([
        [10, 110],
        [120, 145],
      ]);
      expect(
        blocksOf([
          { start: 20, end: 95 },
          { start: 100, end: 144 },
        ]),
      ).toEqual([]);
    });

    it('short delays shorten the work of others as well', () => {
      expect(blocksOf([], 0.5)).toEqual([[10, 110]]);
    });
  });

  it('can be interrupted within a chunk', () => {
    const full = new LogChunk();
    while (full.length < CHUNK_ENTRIES) full.push(full.length, 1 + (full.length % 2), 0, 0);
    const cutter = cutterOf(executionOf(0, CHUNK_ENTRIES));
    expect(countSteps(cutter.read(full))).toBeGreaterThanOrEqual(8);
  });

  it('can be interrupted while it names the blockers', () => {
    const others = new LogChunk();
    while (others.length < CHUNK_ENTRIES) others.push(others.length, 2 + (others.length % 1_000), 0, 0);
    const cutter = cutterOf(executionOf(0, CHUNK_ENTRIES));
    runSteps(cutter.read(others));
    cutter.endSegment(CHUNK_ENTRIES);
    expect(countSteps(cutter.finish())).toBeGreaterThan(40);
    expect(cutter.blocks.slice(0, 2)).toMatchObject([
      { start: 0, owner: { name: 'E2' } },
      { start: 1, owner: { name: 'E3' } },
    ]);
  });
});

describe('cutRecording', () => {
  const execution = (start: number, end: number): Execution =>
    ({ ...executionOf(start, end), spans: [], kind: 'http', name: 'GET /x', spansDropped: 0 }) as unknown as Execution;
  const context = { causes, nameOf, clockOffsetMs: 0, samplingIntervalMs: 10, threadPoolSize: 4 };

  it('returns a recording without slices for an execution older than the data', () => {
    const cutOf = runSteps(cutRecording(execution(0, 50), [], context));
    expect(cutOf).toMatchObject({ blocks: [], samples: [], frames: [], start: 0, end: 50 });
    expect([...cutOf.slices]).toEqual([]);
  });

  it('places no sample when the recorder was stopped before the cut', () => {
    const profile = { nodes: [], startTime: 0, endTime: 9, samples: [1], timeDeltas: [1] };
    const segment = makeSegment(0, 100, [chunk([0, 1], [50, ASLEEP])], [profile]);
    const cutOf = runSteps(cutRecording(execution(0, 50), [segment], { ...context, causes: undefined }));
    expect([...cutOf.slices]).toEqual([]);
    expect(cutOf.samples).toEqual([]);
  });
});
