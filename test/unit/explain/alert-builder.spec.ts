import { describe, expect, it } from '@jest/globals';
import { AlertBuildError, AlertBuilder } from '../../../lib/explain/alert-builder.js';
import { LiveOptions } from '../../../lib/options/live-options.js';
import { Redactor } from '../../../lib/privacy/redactor.js';
import type { Recording } from '../../../lib/recorder/recording.interface.js';
import { ReportRenderer } from '../../../lib/report/report-renderer.js';
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
  slices: [
    { start: 1000, end: 1100, span: 0 },
    { start: 2800, end: 2840, span: 0, cause: { on: 'database', label: '127.0.0.1:5432' } },
  ],
  blocks: [],
  gcPauses: [],
  samples: [],
  frames: [],
  samplingIntervalMs: 10,
  hasBody: false,
  responseEndedAt: 2840,
  degraded: ['a part is missing'],
};

describe('AlertBuilder', () => {
  const asItIs = { resolve: async (cut: Recording) => cut } as SourceMapResolver;
  const repeats = { count: 0, worstMs: 0, since: '2026-11-23T09:00:00.000Z' };

  const builderWith = (sourceMaps = asItIs): AlertBuilder => {
    const options = new LiveOptions(optionsOf());
    const overhead = new OverheadMeter();
    const work = new OwnWork(overhead);
    return new AlertBuilder(sourceMaps, new ReportRenderer(work), overhead, work, new Redactor(options), options);
  };
  const build = async (execution = executionOf()) => {
    const builder = builderWith();
    return builder.alertOf(await builder.explain(execution, new FakeHandle(recording)), 'f', repeats, []);
  };

  it('explains the recording in a report', async () => {
    const before = Date.now();
    const { report, ...alert } = await build(executionOf({ start: performance.now() - 60_000 }));
    expect(alert).toMatchObject({ id: report.id, fingerprint: 'f', severity: 'warning', repeats });
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
    const alert = await build(executionOf({ request }));
    expect(alert.report.execution).toMatchObject({ method: 'GET', status: 200, requestId: 'r-1' });
    const json = Buffer.from(await alert.render('json')).toString();
    expect(json).toContain('[REDACTED]');
    expect(json).not.toContain(CANARY);
  });

  it('tells who held the event loop, itself and others, and who is to blame', async () => {
    const culprit = { id: 7, kind: 'http' as const, name: 'POST /export' };
    const blocked = {
      ...recording,
      slices: [
        { start: 1000, end: 1015, span: 0 },
        { start: 1015, end: 1030, span: 0 },
        { start: 2830, end: 2840, span: 0 },
      ],
      blocks: [
        { start: 1030, end: 2500, owner: culprit, stacks: [] },
        { start: 2500, end: 2830, stacks: [] },
      ],
    };
    const explained = await builderWith().explain(executionOf({ id: 3 }), new FakeHandle(blocked));
    expect(explained.report.verdict.kind).toBe('event-loop-blocked');
    expect(explained.culprit).toEqual(culprit);
    expect(explained.held.map(({ start, end, by }) => [start, end, by.id])).toEqual([
      [1030, 2500, 7],
      [2500, 2830, 0],
      [1000, 1030, 3],
    ]);
  });

  it('blames nobody else for what was slow by itself', async () => {
    expect(await builderWith().explain(executionOf(), new FakeHandle(recording))).toMatchObject({ culprit: undefined });
  });

  it.each([
    [
      'A recording could not be cut',
      { cut: () => Promise.reject(new Error('lost')), release: () => undefined },
      asItIs,
    ],
    ['A recording could not be mapped to its sources', undefined, { resolve: () => Promise.reject(new Error('lost')) }],
    ['A recording could not be explained', { cut: async () => ({}) as Recording, release: () => undefined }, asItIs],
  ])('says which step failed: %s', async (message, handle, sourceMaps) => {
    const builder = builderWith(sourceMaps as SourceMapResolver);
    const building = builder.explain(executionOf(), (handle as FakeHandle | undefined) ?? new FakeHandle(recording));
    await expect(building).rejects.toThrow(AlertBuildError);
    await expect(building).rejects.toThrow(message);
  });
});
