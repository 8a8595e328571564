import { describe, expect, it } from '@jest/globals';
import { RequestDescription } from '../../../lib/boundaries/http/request-facts.js';
import { Blame } from '../../../lib/explain/blame.js';
import { Diagnoser } from '../../../lib/explain/diagnoser.js';
import { ExplainError } from '../../../lib/explain/explain.error.js';
import { Explainer } from '../../../lib/explain/explainer.js';
import type { Explained } from '../../../lib/explain/explanation.interface.js';
import { MappedRecordings } from '../../../lib/explain/mapped-recordings.js';
import { ReportWriter } from '../../../lib/explain/report-writer.js';
import { LiveOptions } from '../../../lib/options/live-options.js';
import { Redactor } from '../../../lib/privacy/redactor.js';
import type { Recording } from '../../../lib/recorder/recording.interface.js';
import type { RecordingHandle } from '../../../lib/recorder/recording-handle.interface.js';
import type { SourceMapResolver } from '../../../lib/report/source-maps/source-maps.js';
import { OverheadMeter } from '../../../lib/overhead/overhead-meter.js';
import { OwnWork } from '../../../lib/overhead/own-work.js';
import { FakeHandle, executionOf, optionsOf } from '../alerts/fixtures.js';

const CANARY = 'canary-5f1d';

const recording: Recording = {
  kind: 'http',
  name: 'GET /orders/:id',
  start: 1000,
  end: 2840,
  spans: [
    {
      kind: 'execution',
      name: 'GET /orders/:id',
      parent: -1,
      start: 1000,
      end: 2840,
      count: 1,
      totalMs: 1840,
      ended: true,
      failed: false,
    },
  ],
  spansDropped: 0,
  operations: [],
  slices: [
    { start: 1000, end: 1100, span: 0 },
    { start: 2800, end: 2840, span: 0, cause: { on: 'database', label: '127.0.0.1:5432' } },
  ],
  blocks: [],
  starved: [],
  gcPauses: [],
  samples: [],
  frames: [],
  samplingIntervalMs: 10,
  awaitsInput: false,
  outputHandedOverAt: 2840,
  degraded: ['a part is missing'],
};

const neverStarved = { release: () => undefined, isStarved: () => false, isAlone: () => false };
const unmapped = { resolve: async (cut: Recording) => cut } as SourceMapResolver;

describe('Explainer', () => {
  const options = new LiveOptions(optionsOf());
  const explain = (
    execution = executionOf(),
    handle: RecordingHandle = new FakeHandle(recording),
    sourceMaps = unmapped,
  ): Promise<Explained> => {
    const overhead = new OverheadMeter();
    const work = new OwnWork(overhead);
    const explainer = new Explainer(
      new MappedRecordings(sourceMaps),
      new Diagnoser(work),
      new Blame(({ kind, name }) => `${kind} ${name}`),
      new ReportWriter(work, overhead, new Redactor(options)),
    );
    const fingerprint = `${execution.kind} ${execution.name}`;
    return explainer.explain({ execution, fingerprint, handle, lateMs: execution.durationMs });
  };

  it('explains the recording in a report', async () => {
    const before = Date.now();
    const { report } = await explain(executionOf({ start: performance.now() - 60_000 }));
    expect(report).toMatchObject({
      execution: { kind: 'http', name: 'GET /orders/:id', durationMs: 1840, thresholdMs: 1000, outcome: 'ok' },
      verdict: { kind: 'io' },
      monitor: { degraded: ['a part is missing'], samplingIntervalMs: 10 },
      runtime: { pid: process.pid },
    });
    const startedAt = Date.parse(report.execution.startedAt);
    expect(Math.abs(startedAt - (before - 60_000))).toBeLessThan(30_000);
  });

  it('lets no secret of the request into the report', async () => {
    const request = {
      method: 'GET',
      url: `/orders/1?token=${CANARY}&redirect=https%3A%2F%2Fu:${CANARY}@x.io%2F%3Fpassword%3D${CANARY}`,
      status: 200,
      headers: {
        authorization: `Bearer ${CANARY}`,
        cookie: CANARY,
        'x-note': `Basic ${CANARY}`,
        'x-request-id': 'r-1',
      },
      params: { token: CANARY, deep: { apiKey: CANARY }, list: [`//u:${CANARY}@h/`] },
    };
    const description = new RequestDescription(request, options, new Redactor(options));
    const { report } = await explain(executionOf({ description }));
    expect(report.execution).toMatchObject({ method: 'GET', status: 200, requestId: 'r-1' });
    const json = JSON.stringify(report);
    expect(json).toContain('[REDACTED]');
    expect(json).not.toContain(CANARY);
  });

  it('lists the blocked intervals, its own and those of others, and names the blocker', async () => {
    const blocker = { id: 7, kind: 'http' as const, name: 'POST /export' };
    const blocked = {
      ...recording,
      slices: [
        { start: 1000, end: 1015, span: 0 },
        { start: 1015, end: 1030, span: 0 },
        { start: 2830, end: 2840, span: 0 },
      ],
      blocks: [
        { start: 1030, end: 2500, owner: blocker, stacks: [] },
        { start: 2500, end: 2830, stacks: [] },
      ],
    };
    const explained = await explain(executionOf({ id: 3 }), new FakeHandle(blocked));
    expect(explained.report.verdict.kind).toBe('event-loop-blocked');
    expect(explained.blocker).toBe('http POST /export');
    expect(explained.blockedIntervals.map(({ start, end, by }) => [start, end, by.id])).toEqual([
      [1030, 2500, 7],
      [2500, 2830, 0],
      [1000, 1030, 3],
    ]);
  });

  it('marks an execution whose process had no processor for most of its time, and blames nobody', async () => {
    const starved = [{ start: 1100, end: 2790, by: 'limit' as const }];
    const blocks = [
      { start: 1100, end: 2790, owner: { id: 7, kind: 'http', name: 'POST /export' } as const, stacks: [] },
    ];
    const explained = await explain(executionOf(), new FakeHandle({ ...recording, starved, blocks }));
    expect(explained.report.verdict.kind).toBe('cpu-starved');
    expect(explained).toMatchObject({ isStarved: true, blocker: undefined });
    expect(explained.blockedIntervals.map(({ by }) => by.id)).toEqual([-1, 1, 1]);
  });

  it('blames the holder of a pool only where the wait for it is the verdict', async () => {
    const poolHolder = { id: 7, kind: 'http', name: 'GET /reports' } as const;
    const wait = { on: 'pool', system: 'pg', label: 'pg db/shop', peer: 'db/shop', span: 0, calls: 1 } as const;
    const times = { start: 1100, end: 2799.9, totalMs: 1700, maxMs: 1700, queuedMs: 0, failed: 0, ended: true };
    const queued = new FakeHandle({ ...recording, operations: [{ ...wait, ...times }] });
    const explained = await explain(executionOf({ poolHolder }), queued);
    expect(explained.report.verdict).toMatchObject({ kind: 'pool-wait', subject: 'pg db/shop' });
    expect(explained).toMatchObject({ blocker: 'http GET /reports', mayHaveVictims: true });
    expect(await explain(executionOf({ poolHolder }))).toMatchObject({ blocker: undefined });
    expect(await explain(executionOf({ heldPool: true }))).toMatchObject({ blocker: undefined, mayHaveVictims: true });
  });

  it('expects no victims where no other execution was left that could have waited', async () => {
    const slices = [{ start: 1000, end: 1900, span: 0 }];
    const handle = new FakeHandle({ ...recording, slices });
    const explained = await explain(executionOf(), handle);
    expect(explained).toMatchObject({ mayHaveVictims: true, blockedIntervals: [{ start: 1000, end: 1900 }] });
    const alone = Object.assign(new FakeHandle({ ...recording, slices }), { alone: true });
    expect(await explain(executionOf({ heldPool: true }), alone)).toMatchObject({ mayHaveVictims: false });
  });

  it('names no blocker of an execution that was slow by itself', async () => {
    expect(await explain()).toMatchObject({ blocker: undefined, isStarved: false });
  });

  it.each([
    ['A recording could not be cut', { ...neverStarved, cut: () => Promise.reject(new Error('lost')) }, unmapped],
    ['A recording could not be mapped to its sources', undefined, { resolve: () => Promise.reject(new Error('lost')) }],
    ['A recording could not be explained', { ...neverStarved, cut: async () => ({}) as Recording }, unmapped],
  ])('names the step that failed: %s', async (message, handle, sourceMaps) => {
    const explaining = explain(executionOf(), handle, sourceMaps as SourceMapResolver);
    await expect(explaining).rejects.toThrow(ExplainError);
    await expect(explaining).rejects.toThrow(message);
  });
});
