import { describe, expect, it } from '@jest/globals';
import { changeTable, colouredChange } from '../../../../cli/compare/comparison-tables.js';
import { compareReports } from '../../../../cli/compare/comparison.js';
import { changesOf, ratioText } from '../../../../lib/model/comparison/change.js';
import { functionsOf } from '../../../../lib/model/comparison/quantities.js';
import type { Report } from '../../../../lib/model/report.interface.js';
import { nPlusOneReport } from '../../../fixtures/reports/n-plus-one.report.js';
import { frame, libraryFrame, span } from '../../../fixtures/reports/tree-node.js';

const file = (report: Report, path = 'a.json') => ({ path, format: 'json' as const, report });

/** The report of the fixture, with its queries and its own code changed. */
function slower(factor: number): Report {
  const report = nPlusOneReport();
  const added = 1432 * (factor - 1);
  return {
    ...report,
    execution: { ...report.execution, durationMs: report.execution.durationMs + added },
    accounting: {
      ...report.accounting,
      durationMs: report.accounting.durationMs + added,
      waiting: report.accounting.waiting.map((each, index) =>
        index === 0 ? { ...each, ms: each.ms + added, count: each.count * factor } : each,
      ),
    },
    operations: report.operations.map((each, index) =>
      index === 0 ? { ...each, totalMs: each.totalMs * factor, calls: each.calls * factor } : each,
    ),
  };
}

describe('compareReports', () => {
  it('has the change of the duration, and the part that made it', () => {
    const { duration, accounting, operations, endpoint } = compareReports(file(nPlusOneReport()), file(slower(2)));
    expect(endpoint).toBe('GET /orders/:id');
    expect(duration).toEqual({ name: 'duration', beforeMs: 1843, afterMs: 3275, changeMs: 1432 });
    expect(accounting[0]).toEqual({
      name: 'Waiting: database, 10.0.3.12:5432',
      beforeMs: 1432,
      afterMs: 2864,
      changeMs: 1432,
      beforeCount: 240,
      afterCount: 480,
    });
    expect(operations[0]).toMatchObject({ changeMs: 1432, beforeCount: 240, afterCount: 480 });
    expect(operations[1]).toMatchObject({ name: 'GET pricing:8080/discounts/:id', changeMs: 0 });
  });

  it('has changes of the accounting that add up to that of the duration', () => {
    const { duration, accounting } = compareReports(file(nPlusOneReport()), file(slower(3)));
    expect(accounting.reduce((sum, { changeMs }) => sum + changeMs, 0)).toBeCloseTo(duration.changeMs, 6);
  });

  it('finds no change between a report and itself', () => {
    const { duration, accounting, spans, functions, operations } = compareReports(file(slower(2)), file(slower(2)));
    for (const change of [duration, ...accounting, ...spans, ...functions, ...operations])
      expect(change.changeMs).toBe(0);
  });

  it('is the reverse of the reverse', () => {
    const [there, back] = [
      compareReports(file(nPlusOneReport()), file(slower(2))),
      compareReports(file(slower(2)), file(nPlusOneReport())),
    ];
    expect(back.duration.changeMs).toBe(-there.duration.changeMs);
    expect(back.operations[0]?.changeMs).toBe(-1432);
  });

  it.each([{ name: 'POST /orders/:id' }, { kind: 'ws' as const }])('refuses different endpoints: %j', facts => {
    const report = nPlusOneReport();
    const other = { ...report, execution: { ...report.execution, ...facts } };
    expect(() => compareReports(file(report), file(other, 'b.json'))).toThrow(
      /a.json is about .* compare two reports of one endpoint/,
    );
  });
});

describe('functionsOf', () => {
  it('adds up the own time of a function in all its places, whatever its line', () => {
    const tree = span('GET /a', [
      frame('price', 'src/price.ts:10', 30, [libraryFrame('ms', 'parse', 5)]),
      frame('(not sampled)', 'src/price.ts:1', 7),
      frame('price', 'src/price.ts:12', 10),
    ]);
    const changes = changesOf(functionsOf({ ...nPlusOneReport(), tree }), []);
    expect(changes.map(({ name, beforeMs }) => [name, beforeMs])).toEqual([
      ['price (src/price.ts)', 40],
      ['parse (ms/lib/parse.js)', 5],
    ]);
  });
});

describe('changeTable', () => {
  const duration = { name: 'duration', beforeMs: 100, afterMs: 200, changeMs: 100 };
  const change = (name: string, changeMs: number) => ({ name, beforeMs: 100, afterMs: 100 + changeMs, changeMs });

  it('has at most ten rows, of changes that matter', () => {
    const many = Array.from({ length: 15 }, (_, index) => change(`m${index}`, 20));
    const { rows, hidden } = changeTable('method', [...many, change('noise', 0.5), change('same', 0)], duration);
    expect([rows.length, hidden]).toEqual([10, 6]);
  });

  it('has counts only where something is counted', () => {
    const { columns, rows } = changeTable(
      'method',
      [{ ...change('a', 50), beforeCount: 4, afterCount: 240 }, change('b', 5)],
      duration,
    );
    expect(columns.map(({ title }) => title)).toEqual(['change', 'before', 'after', 'count', 'method']);
    expect(rows.map(row => row[3]?.render(false))).toEqual(['4 → 240', '']);
    expect(changeTable('method', [change('b', 5)], duration).columns).toHaveLength(4);
  });

  it.each([
    [1560, '+1.56 s', '\u001b[31m'],
    [-200, '-200 ms', '\u001b[32m'],
  ])('writes %d as %s', (ms, text, color) => {
    expect(colouredChange(change('a', ms)).render(false)).toBe(text);
    expect(colouredChange(change('a', ms)).render(true).startsWith(color)).toBe(true);
  });

  it.each([
    [100, 230, '×2.30'],
    [100, 2300, '×23'],
    [0, 10, ''],
    [10, 0, ''],
  ])('writes %d to %d as %j', (beforeMs, afterMs, text) => {
    expect(ratioText({ name: 'a', beforeMs, afterMs, changeMs: afterMs - beforeMs })).toBe(text);
  });
});
