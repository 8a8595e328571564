import { describe, expect, it } from '@jest/globals';
import { diagnose } from '../../../lib/diagnosis/diagnose.js';
import { shareText } from '../../../lib/model/format/share.js';
import type { FinishedExecution } from '../../../lib/model/finished-execution.interface.js';
import { ownDirectory } from '../../../lib/platform/own-directory.js';
import { buildReport } from '../../../lib/report/report-builder.js';
import type { TreeNode } from '../../../lib/model/report.interface.js';
import { described } from '../../support/described.js';
import { runSteps } from '../../support/run-steps.js';
import { nested, nodesOf, partsOf, randomOf, recordingOf, slice, wake } from '../diagnosis/recordings.js';

const EXECUTION: FinishedExecution = {
  id: 1,
  kind: 'http',
  name: 'GET /orders',
  handler: 'OrdersController.list',
  start: 1_000,
  durationMs: 1_000.123456,
  thresholdMs: 500,
  outcome: 'ok',
  level: 'no-samples',
  description: described(200, { url: '/orders?token=secret' }),
};
const RUNTIME = { node: 'v24.0.0', nest: '12.5.1', pid: 1, host: 'h', platform: 'linux x64' };

function reportOf(recording = recordingOf(), more: Partial<Parameters<typeof buildReport>[0]> = {}) {
  const steps = buildReport({
    id: 'r-1',
    execution: EXECUTION,
    startedAt: new Date(Date.UTC(2026, 0, 2, 3, 4, 5)),
    diagnosis: diagnose(recording),
    recording,
    runtime: RUNTIME,
    overhead: 0.012345678,
    ...more,
  });
  return runSteps(steps);
}

/** Nodes with another time than their own plus their children's, in whole microseconds. */
function unevenNodes(tree: TreeNode): TreeNode[] {
  const micros = (ms: number) => Math.round(ms * 1_000);
  return nodesOf(tree).filter(
    ({ ms, selfMs, children }) =>
      micros(ms) !== micros(selfMs) + children.reduce((sum, child) => sum + micros(child.ms), 0),
  );
}

describe('buildReport', () => {
  it('builds the document', () => {
    const recording = recordingOf({
      slices: [slice(1_000, 1_900)],
      degraded: ['No CPU samples.'],
      samplingIntervalMs: 0,
    });
    const report = reportOf(recording, {
      described: {
        method: 'GET',
        status: 200,
        url: '/orders?token=***',
        traceId: 't1',
        headers: { accept: '*/*' },
      },
    });
    expect(report).toMatchObject({
      schemaVersion: 1,
      id: 'r-1',
      tool: { name: 'nestjs-performance-monitor', version: '0.1.0' },
      execution: {
        kind: 'http',
        name: 'GET /orders',
        handler: 'OrdersController.list',
        startedAt: '2026-01-02T03:04:05.000Z',
        durationMs: 1_000.123,
        thresholdMs: 500,
        outcome: 'ok',
        level: 'no-samples',
        status: 200,
        method: 'GET',
        url: '/orders?token=***',
        traceId: 't1',
        headers: { accept: '*/*' },
      },
      verdict: { kind: 'cpu', ms: 900, share: 0.9 },
      runtime: RUNTIME,
      monitor: { overhead: 0.0123, samples: 0, samplingIntervalMs: 0, degraded: ['No CPU samples.'] },
    });
  });

  it('contains the facts of the transport only in their redacted form', () => {
    const report = reportOf();
    expect(JSON.stringify(report)).not.toContain('secret');
    expect(report.execution).not.toHaveProperty('url');
  });

  it('leaves out unknown members, so that JSON does not change it', () => {
    const { handler: _, description: __, ...bare } = EXECUTION;
    const report = reportOf(recordingOf({ spans: nested('A.run'), slices: [slice(1_000, 1_300, 1)] }), {
      execution: bare,
    });
    expect(JSON.parse(JSON.stringify(report))).toStrictEqual(report);
  });

  it('has shares that read like those of the headlines', () => {
    const recording = recordingOf({ slices: [slice(1_000, 1_023.46)], end: 2_000 });
    const { verdict, findings } = reportOf(recording);
    const own = [verdict, ...findings].find(({ kind }) => kind === 'cpu');
    expect(own?.ms).toBe(23.46);
    expect(shareText(own?.share ?? 0)).toBe(shareText(0.02346));
  });

  it('rounds to three decimals, with exact sums', () => {
    const random = randomOf(11);
    for (let round = 0; round < 50; round++) {
      let at = 1_000;
      const spans = nested('A.run', 'B.run', 'C.run');
      const slices = Array.from({ length: 60 }, (_, i) => {
        const start = at + random() * 9;
        at = start + random() * 7;
        return slice(start, at, i % 4, wake('network', `h${i % 13}`));
      });
      const report = reportOf(recordingOf({ spans, slices, end: at + random() }));
      const { accounting, tree } = report;
      expect(Math.round(partsOf(accounting) * 1_000)).toBe(Math.round(accounting.durationMs * 1_000));
      expect(tree.ms).toBe(accounting.durationMs);
      expect(unevenNodes(tree)).toEqual([]);
      expect(JSON.stringify(report).replaceAll(/"share":[\d.]+/g, '')).not.toMatch(/\d\.\d{5,}/);
      expect(nodesOf(tree).every(({ ms, selfMs }) => ms >= 0 && selfMs >= 0)).toBe(true);
    }
  });
});

describe('ownDirectory', () => {
  it('is the directory of the package, and nothing when the package was bundled with the application', () => {
    expect(ownDirectory('/app/node_modules/own/dist/nestjs-performance-monitor.js')).toBe(
      '/app/node_modules/own/dist/',
    );
    expect(ownDirectory('/app/dist/main.js')).toBeUndefined();
    expect(ownDirectory()).toMatch(/\/lib\/$/);
  });
});
