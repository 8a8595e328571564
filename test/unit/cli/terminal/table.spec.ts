import { describe, expect, it } from '@jest/globals';
import { tableLines, type Column } from '../../../../cli/terminal/table.js';
import { Text } from '../../../../cli/terminal/text.js';

const COLUMNS: readonly Column[] = [
  { title: 'time', align: 'right' },
  { title: 'endpoint', flexible: true },
  { title: 'file', wraps: true },
];

function printed(rows: readonly (readonly string[])[], maxWidth?: number, columns = COLUMNS): string[] {
  const texts = rows.map(row => row.map(cell => Text.of(cell)));
  return tableLines(columns, texts, maxWidth).map(each => each.render(false));
}

describe('tableLines', () => {
  it('aligns the columns', () => {
    expect(
      printed([
        ['1 s', 'GET /a', 'a.html'],
        ['100 ms', 'GET /orders', 'b.html'],
      ]),
    ).toEqual(['  time  endpoint     file', '   1 s  GET /a       a.html', '100 ms  GET /orders  b.html']);
  });

  it('counts wide characters twice', () => {
    expect(
      printed([
        ['1 s', '注文', 'a'],
        ['1 s', 'abcd', 'b'],
      ]),
    ).toEqual(['time  endpoint  file', ' 1 s  注文      a', ' 1 s  abcd      b']);
  });

  it('does not cut without a limit', () => {
    const [, row] = printed([['1 s', 'x'.repeat(300), 'a'.repeat(200)]]);
    expect(row).toHaveLength(4 + 2 + 300 + 2 + 200);
  });

  it('puts the last column on a line of its own where the width is too small, and cuts the flexible one', () => {
    expect(printed([['1 s', 'GET /orders/:id/lines/:line', 'reports/2026-11-23T09-15-02.123Z_http.html']], 30)).toEqual(
      ['time  endpoint', ' 1 s  GET /orders/:id/lines/:…', '    reports/2026-11-23T09-15-02.123Z_http.html'],
    );
  });

  it('never makes a line longer than the width where only flexible columns are long', () => {
    const columns = COLUMNS.slice(0, 2);
    for (const width of [40, 60, 80]) {
      for (const row of printed([['1 s', 'x'.repeat(300)]], width, columns))
        expect(row.length).toBeLessThanOrEqual(width);
    }
  });
});
