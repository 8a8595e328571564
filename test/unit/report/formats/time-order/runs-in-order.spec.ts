import { describe, expect, it } from '@jest/globals';
import type { Report } from '../../../../../lib/model/report.interface.js';
import { callTable, stackOf } from '../../../../../lib/report/formats/time-order/call-table.js';
import { type Run, runsInOrder } from '../../../../../lib/report/formats/time-order/runs-in-order.js';
import { capSizeReport, deepTree } from '../../../../fixtures/reports/cap-size.report.js';
import { everyReport } from '../../../../fixtures/reports/every-report.js';
import { nPlusOneReport } from '../../../../fixtures/reports/n-plus-one.report.js';
import { parallelReport } from '../../../../fixtures/reports/parallel.report.js';
import { frame, node, span } from '../../../../fixtures/reports/tree-node.js';
import { runSteps } from '../../../../support/run-steps.js';

interface NamedRun extends Run {
  readonly name: string;
}

function runsOf(report: Report): NamedRun[] {
  const table = runSteps(callTable(report));
  return runSteps(runsInOrder(report, table)).map(run => ({ ...run, name: table.nodes[run.node]?.name ?? '' }));
}

function shown(report: Report): string[] {
  return runsOf(report).map(({ name, start, end }) => `${start / 1000}-${end / 1000} ${name}`);
}

function sumsOf(runs: readonly NamedRun[]): Map<number, number> {
  const sums = new Map<number, number>();
  for (const { node: index, start, end } of runs) sums.set(index, (sums.get(index) ?? 0) + end - start);
  return sums;
}

describe('runsInOrder', () => {
  it('puts functions where code ran while their spans were open', () => {
    expect(shown(parallelReport())).toEqual([
      '0-1 merge',
      '1-10 sign',
      '10-36 GET carrier:80/quotes',
      '36-66 GET carrier:80/quotes',
      '66-86 merge',
      '86-90 garbage collection',
      '90-100 serialize',
    ]);
  });

  it('gives each call of a method its share of the time', () => {
    const report = parallelReport();
    const [root, , call] = report.timeline.spans;
    if (root === undefined || call === undefined) throw new Error('the fixture has spans');
    const calls = [0, 50].map(startMs => ({ ...call, name: 'load', parent: 0, startMs, endMs: startMs + 10 }));
    expect(
      shown({
        ...report,
        tree: span('GET /offers', [span('load', [frame('parse', 'a.ts:1', 10)]), frame('render', 'b.ts:1', 30)]),
        timeline: {
          ...report.timeline,
          spans: [root, ...calls],
          loop: [
            { type: 'own', startMs: 0, endMs: 20 },
            { type: 'own', startMs: 50, endMs: 70 },
          ],
          waits: [],
        },
      }),
    ).toEqual(['0-5 parse', '5-20 render', '20-50 GET /offers', '50-55 parse', '55-70 render', '70-100 GET /offers']);
  });

  it('keeps the sums of joined intervals, whose entries of both lanes begin together', () => {
    const report = parallelReport();
    const joined = { count: 9, fromMs: 0, toMs: 100 };
    expect(
      shown({
        ...report,
        tree: span('GET /offers', [
          node({ type: 'wait', on: 'http', name: 'a', selfMs: 40, count: 1 }),
          node({ type: 'wait', on: 'http', name: 'b', selfMs: 30, count: 1 }),
          frame('render', 'b.ts:1', 30),
        ]),
        timeline: {
          ...report.timeline,
          loop: [{ type: 'own', startMs: 0, endMs: 30, joined }],
          waits: [{ on: 'http', label: '(several)', startMs: 0, endMs: 70, joined }],
        },
      }),
    ).toEqual(['0-30 render', '30-70 a', '70-100 b']);
  });

  it('finds waits of other wordings by their kind', () => {
    const report = nPlusOneReport();
    const database = runsOf(report).filter(({ name }) => name.startsWith('database'));
    const ms = database.reduce((sum, { start, end }) => sum + end - start, 0) / 1000;
    expect(ms).toBeCloseTo(
      report.timeline.waits.filter(({ on }) => on === 'database').reduce((sum, w) => sum + w.endMs - w.startMs, 0),
      1,
    );
  });

  it.each(everyReport())('covers the whole duration without a gap, for %s', (_, report) => {
    const runs = runsOf(report);
    let reached = 0;
    for (const { start, end } of runs) {
      expect(start).toBe(reached);
      expect(end).toBeGreaterThan(start);
      reached = end;
    }
    expect(reached).toBe(report.execution.durationMs * 1000);
  });

  it.each([
    ['a bushy tree', capSizeReport()],
    ['a deep tree', capSizeReport(deepTree())],
  ])('has a bounded number of runs at all caps, for %s', (_, report) => {
    expect(runsOf(report).length).toBeLessThan(6_000);
  });

  it('gives each node its own time where tree and timeline agree', () => {
    const report = parallelReport();
    const table = runSteps(callTable(report));
    const sums = sumsOf(runsOf(report));
    for (const [index, { selfMs, name }] of table.nodes.entries()) {
      expect([name, (sums.get(index) ?? 0) / 1000]).toEqual([name, selfMs]);
    }
  });

  it('gives code beyond the sums of the tree to the root, except for rounded parts', () => {
    const report = parallelReport();
    const longer = (ms: number): Report => {
      const loop = report.timeline.loop.map((each, index, all) =>
        index < all.length - 1 ? each : { ...each, endMs: each.endMs + ms },
      );
      return {
        ...report,
        execution: { ...report.execution, durationMs: 100 + ms },
        timeline: { ...report.timeline, loop },
      };
    };
    expect(shown(longer(0.002)).at(-1)).toBe('90-100.002 serialize');
    expect(shown(longer(5)).slice(-2)).toEqual(['90-100 serialize', '100-105 GET /offers']);
  });

  it('gives the rest to the root when the tree has no such node', () => {
    const report = parallelReport();
    const runs = runsOf({ ...report, tree: span('GET /offers', []) });
    expect(new Set(runs.map(({ name }) => name))).toEqual(new Set(['GET /offers']));
    expect(runs.map(({ type, end }) => [type, end])).toEqual([
      ['frame', 10_000],
      ['wait', 66_000],
      ['frame', 86_000],
      ['gc', 90_000],
      ['frame', 100_000],
    ]);
  });
});

describe('stackOf', () => {
  it('leaves out the middle of a stack that is too deep', () => {
    const table = runSteps(callTable(capSizeReport(deepTree())));
    const stack = stackOf(table, 1_999);
    expect(stack).toHaveLength(256);
    expect([stack[0], stack[127], stack[128], stack[255]]).toEqual([0, 127, 1_872, 1_999]);
    expect(stackOf(table, 2)).toEqual([0, 1, 2]);
  });
});
