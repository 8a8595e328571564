import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { diagnose } from '../../../lib/diagnosis/diagnose.js';
import type { Execution } from '../../../lib/tracing/execution.js';
import { ASLEEP, LogChunk, OUTSIDE } from '../../../lib/recorder/log/log-chunk.js';
import type { NameLookup } from '../../../lib/recorder/cutting/block-collector.js';
import { RecordingCutter } from '../../../lib/recorder/cutting/recording-cutter.js';
import { SpanPlaces } from '../../../lib/recorder/cutting/span-places.js';
import type { WakeCauses } from '../../../lib/recorder/attribution/wake-cause.js';
import { CALLBACK_FLAG } from '../../../lib/recorder/attribution/wake-number.js';
import { runSteps } from '../../support/run-steps.js';
import { partsOf, recordingOf, spanOf, wake } from '../diagnosis/recordings.js';

const OWN = 1;
const RESUME_MS = 1;
const FLOOR_MS = 20;
const CAUSES = [undefined, wake('client'), wake('database'), wake('timer'), wake('other', 'X'), wake('pool')];
const causes = { get: (number: number) => CAUSES[number] } as unknown as WakeCauses;
const NAMES = new Map([
  [OUTSIDE, 'code outside any watched execution'],
  [2, 'E2'],
  [3, 'E3'],
]);

/** One turn of the loop. `gc` is a pause in it, as shares of it. */
const turn = fc.record({
  owner: fc.constantFrom(OWN, OWN, 2, 3, OUTSIDE, ASLEEP, ASLEEP),
  span: fc.integer({ min: 0, max: 2 }),
  cause: fc.integer({ min: 0, max: CAUSES.length - 1 }),
  alone: fc.boolean(),
  // In tenths: one alone can block, or only several together.
  ms: fc.oneof(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 600 })).map(tenths => tenths / 10),
  gc: fc.option(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })), {
    freq: 3,
  }),
});
const share = fc.double({ min: 0, max: 1, noNaN: true });
const scenario = fc.record({
  turns: fc.array(turn, { minLength: 1, maxLength: 60 }),
  start: share,
  end: share,
  body: fc.option(share),
  response: fc.option(share),
  awaitsInput: fc.boolean(),
  pieces: fc.integer({ min: 1, max: 12 }),
});
type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;
interface Turn {
  readonly owner: number;
  readonly start: number;
  readonly end: number;
}

function play({ turns, start, end, body, response, awaitsInput, pieces }: Scenario) {
  const total = turns.reduce((sum, { ms }) => sum + ms, 0);
  const times = [start, end].sort((a, b) => a - b).map(each => 1_000 + each * total);
  const [from = 0, to = 0] = times;
  const spans = [spanOf('GET /orders', -1, from, to), spanOf('A.one', 0, from, to), spanOf('B.two', 1, from, to)];
  const execution = {
    id: OWN,
    start: from,
    end: to,
    spans: spans.map((_, index) => ({ index, end: 0, count: 1 })),
  } as unknown as Execution;
  const nameOf: NameLookup = id => ({ id, kind: 'http', name: NAMES.get(id) ?? '' });
  const cutter = new RecordingCutter(execution, causes, nameOf, new SpanPlaces(execution.spans), new Map());
  const played: Turn[] = [];
  const pauses: { start: number; end: number; owner: number }[] = [];
  let chunk = new LogChunk(turns.length);
  let now = 1_000;
  for (const [index, { owner, span, cause, alone, ms, gc }] of turns.entries()) {
    chunk.push(now, owner, span, alone && cause !== 0 ? cause | CALLBACK_FLAG : cause);
    played.push({ owner, start: now, end: now + ms });
    if (gc !== null) {
      const [at, length] = gc;
      const begin = now + at * ms;
      pauses.push({ start: begin, end: begin + length * (now + ms - begin), owner });
    }
    now += ms;
    if (index % pieces !== pieces - 1) continue;
    runSteps(cutter.read(chunk));
    cutter.endSegment(now);
    chunk = new LogChunk(turns.length);
  }
  runSteps(cutter.read(chunk));
  cutter.endSegment(now);
  runSteps(cutter.finish());
  const clip = <T extends Turn>(each: T): T => ({
    ...each,
    start: Math.max(from, each.start),
    end: Math.min(to, each.end),
  });
  const isThere = (each: Turn): boolean => each.end > each.start;
  const recording = recordingOf({
    start: from,
    end: to,
    spans,
    slices: [...cutter.slices],
    blocks: cutter.blocks,
    gcPauses: pauses.map(clip).filter(isThere),
    awaitsInput,
    ...(body !== null && { inputReceivedAt: 1_000 + body * total }),
    ...(response !== null && { outputHandedOverAt: 1_000 + response * total }),
  });
  return { recording, turns: played.map(clip).filter(isThere), pauses: pauses.map(clip).filter(isThere) };
}

/** The blocked time by blocker: turns of others without a sleep between, when they are long together. */
function blockedBy(turns: readonly Turn[]): Map<string, number> {
  const blocked = new Map<string, number>();
  let run: Turn[] = [];
  const settle = (): void => {
    const ms = (run.at(-1)?.end ?? 0) - (run[0]?.start ?? 0);
    for (const { owner, start, end } of ms >= FLOOR_MS ? run : []) {
      const name = NAMES.get(owner) ?? '';
      blocked.set(name, (blocked.get(name) ?? 0) + end - start);
    }
    run = [];
  };
  for (const each of turns) {
    if (each.owner === OWN || each.owner === ASLEEP) settle();
    else run.push(each);
  }
  settle();
  return blocked;
}

const sum = (all: readonly { readonly start: number; readonly end: number }[]): number =>
  all.reduce((total, { start, end }) => total + end - start, 0);

describe('the accounting of a log', () => {
  it('adds up, and charges code, blocks and GC pauses to their executions', () => {
    fc.assert(
      fc.property(scenario, given => {
        const { recording, turns, pauses } = play(given);
        const { accounting, timeline } = diagnose(recording);
        const { cpuMs, gcMs, blockedMs, starvedMs, clientMs, unexplainedMs, waiting } = accounting;
        const parts = [cpuMs, gcMs, blockedMs, starvedMs, clientMs, unexplainedMs, ...waiting.map(({ ms }) => ms)];
        expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
        expect(partsOf(accounting)).toBeCloseTo(recording.end - recording.start, 6);

        const own = turns.filter(({ owner }) => owner === OWN);
        const ownGc = pauses.filter(({ owner }) => owner === OWN);
        expect(cpuMs).toBeCloseTo(sum(own) - sum(ownGc), 6);
        const blocked = blockedBy(turns);
        expect(blockedMs).toBeCloseTo(
          [...blocked.values()].reduce((total, ms) => total + ms, 0),
          6,
        );
        for (const [name, ms] of blocked) {
          const shown = timeline.loop.filter(entry => entry.type === 'blocked' && entry.by === name);
          expect(shown.reduce((total, entry) => total + entry.endMs - entry.startMs, 0)).toBeCloseTo(ms, 6);
        }
        // The other pauses delayed a continuation.
        const delaying = pauses.filter(
          pause => pause.owner !== OWN && own.some(({ start }) => pause.end > start - RESUME_MS && pause.end <= start),
        );
        expect(gcMs).toBeGreaterThanOrEqual(sum(ownGc) - 1e-6);
        expect(gcMs).toBeLessThanOrEqual(sum(ownGc) + sum(delaying) + 1e-6);
      }),
      { numRuns: 500 },
    );
  });

  it('charges the client only for gaps without a blocker', () => {
    fc.assert(
      fc.property(scenario, given => {
        const { recording, turns } = play(given);
        const { accounting } = diagnose(recording);
        const blocked = [...blockedBy(turns).values()].reduce((total, ms) => total + ms, 0);
        const own = sum(turns.filter(({ owner }) => owner === OWN));
        expect(accounting.clientMs).toBeLessThanOrEqual(recording.end - recording.start - own - blocked + 1e-6);
        const { outputHandedOverAt } = recording;
        const isClient =
          recording.slices.length > 0 && [...recording.slices].some(({ cause }) => cause?.on === 'client');
        if (outputHandedOverAt === undefined && !isClient && !recording.awaitsInput)
          expect(accounting.clientMs).toBe(0);
        if (outputHandedOverAt !== undefined && outputHandedOverAt <= recording.start)
          expect(accounting.waiting).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
