import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { Report } from '../../../../lib/model/report.interface.js';
import { comparePage } from '../../../../viewer/src/model/page-comparison.js';
import { readReportFile } from '../../../../viewer/src/model/read-report-file.js';
import { nPlusOneReport } from '../../../fixtures/reports/n-plus-one.report.js';

function later(): Report {
  const report = nPlusOneReport();
  return {
    ...report,
    execution: { ...report.execution, startedAt: '2026-11-23T08:00:00.000Z', durationMs: 2443 },
    operations: report.operations.map((each, index) =>
      index === 0 ? { ...each, totalMs: each.totalMs + 600, calls: 340 } : each,
    ),
  };
}

describe('the comparison of a page', () => {
  it.each(['earlier', 'later'])('puts the earlier report first: the page has the %s one', which => {
    const reports = [nPlusOneReport(), later()] as const;
    const { summary, sides, tables } = comparePage(
      ...(which === 'earlier' ? reports : ([reports[1], reports[0]] as const)),
    );
    expect(summary).toBe('1.84 s → 2.44 s (+600 ms, ×1.33)');
    expect(sides.map(({ startedAt }) => startedAt)).toEqual([
      '2026-11-22 14:03:05.123 UTC',
      '2026-11-23 08:00:00.000 UTC',
    ]);
    expect(tables.map(({ title }) => title)).toEqual(['Query or call']);
    expect(tables[0]?.changes).toEqual([expect.objectContaining({ changeMs: 600, beforeCount: 240, afterCount: 340 })]);
  });

  it('has no table for a report and itself', () => {
    expect(comparePage(nPlusOneReport(), nPlusOneReport()).tables).toEqual([]);
  });

  it('names both endpoints when they differ', () => {
    const report = nPlusOneReport();
    const other = { ...report, execution: { ...report.execution, name: 'POST /orders' } };
    expect(() => comparePage(report, other)).toThrow(
      'The file is about POST /orders. Choose a report about GET /orders/:id.',
    );
  });

  it('refuses a document that is no complete report', () => {
    const { execution } = nPlusOneReport();
    expect(() => comparePage(nPlusOneReport(), { schemaVersion: 1 } as Report)).toThrow('no complete report');
    const odd = { ...nPlusOneReport(), verdict: { ...nPlusOneReport().verdict, headline: 5 } } as unknown as Report;
    expect(() => comparePage(nPlusOneReport(), odd)).toThrow('no complete report');
    expect(() => comparePage(nPlusOneReport(), { schemaVersion: 1, execution } as Report)).toThrow(
      'no complete report',
    );
  });
});

describe('a file that the reader chooses', () => {
  const json = JSON.stringify(nPlusOneReport());

  it('is a JSON document, or a page with one', async () => {
    expect(await readReportFile(json)).toEqual(nPlusOneReport());
    const data = gzipSync(json).toString('base64');
    const page = `<!doctype html><script type="application/x" id="report-data">${data}</script>`;
    expect(await readReportFile(page)).toEqual(nPlusOneReport());
  });

  it.each([
    ['', 'The file is no report'],
    ['<!doctype html><p>Hello', 'The file is no report'],
    ['[1]', 'The file is no report'],
    ['{"name":"package"}', 'The file is no report'],
    ['{"schemaVersion":7}', 'The report has version 7, and this page shows version 1.'],
    ['<script id="report-data">AAAA</script>', 'damaged or incomplete'],
    ['<script id="report-data">@@REPORT@@</script>', 'contains no report'],
  ])('is refused by a sentence: %j', async (text, sentence) => {
    await expect(readReportFile(text)).rejects.toThrow(sentence);
  });
});
