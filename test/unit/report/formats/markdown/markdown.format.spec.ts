import { describe, expect, it } from '@jest/globals';
import { renderMarkdown } from '../../../../../lib/report/formats/markdown/markdown.format.js';
import type { Report, TimelineSpan } from '../../../../../lib/model/report.interface.js';
import { OverheadMeter } from '../../../../../lib/overhead/overhead-meter.js';
import { OwnWork } from '../../../../../lib/overhead/own-work.js';
import { capSizeReport, deepTree } from '../../../../fixtures/reports/cap-size.report.js';
import { eventLoopBlockedReport } from '../../../../fixtures/reports/event-loop-blocked.report.js';
import { ENDLESS, hostileReport } from '../../../../fixtures/reports/hostile.report.js';
import { nPlusOneReport } from '../../../../fixtures/reports/n-plus-one.report.js';
import { frame, libraryFrame, span } from '../../../../fixtures/reports/tree-node.js';
import { type MarkdownNode, nodesOf, parseMarkdown, textOf } from './markdown-ast.js';

const work = new OwnWork(new OverheadMeter());

async function markdownOf(report: Report): Promise<string> {
  return Buffer.from(await work.run(renderMarkdown(report))).toString('utf8');
}

function headingsOf(root: MarkdownNode): string[] {
  return nodesOf(root)
    .filter(({ type }) => type === 'heading')
    .map(textOf);
}

describe('renderMarkdown', () => {
  it('begins with the verdict, followed by the evidence', async () => {
    const text = await markdownOf(nPlusOneReport());
    expect(text.split('\n').slice(0, 3)).toEqual([
      '# Slow: `GET /orders/:id` took 1.84 s',
      '',
      '**240 × SELECT … FROM order\\_lines, one after another, in OrdersRepository.findLine: 6.0 ms each, 1.44 s (78 %)** (`src/orders/orders.repository.ts:42`)',
    ]);
    expect(headingsOf(await parseMarkdown(text))).toEqual([
      'Slow: GET /orders/:id took 1.84 s',
      'Where the time went',
      'Also',
      'Consequences',
      'Queries and calls',
      'Request',
      'Top of the call tree',
      'Longest spans',
      'Environment',
    ]);
    expect(text).toContain('| Waiting: database, 10.0.3.12:5432 | 1.43 s | 78 % | 240 |');
    expect(text).toContain('| url | `/orders/8241?expand=lines,customer&token=%5Bmasked%5D` |');
    expect(text).toContain('| header `user-agent` | `orders-dashboard/4.2 (+https://shop.example)` |');
    expect(text).toContain('OrdersRepository.findLine (240 calls)');
    expect(text).toContain('[wait] database 10.0.3.12:5432 (240 waits)');
    expect(text).toContain(
      '- 412 more slow since 2026-11-22T09:00:00.000Z, the longest 3.20 s\n' +
        '- Held up 2 × `GET /stock/:sku`, at most 910 ms\n' +
        '- Held up 1 × `GET /cart`, at most 721 ms\n',
    );
  });

  it('says of an execution that hangs that it goes on', async () => {
    const report = nPlusOneReport();
    const text = await markdownOf({ ...report, execution: { ...report.execution, stuck: true } });
    expect(text).toMatch(/^# Stuck: `GET \/orders\/:id` runs for 1\.84 s\n/);
    expect(text).toContain(' · still running · ');
  });

  it('lists those who held the connections of a pool', async () => {
    const report = nPlusOneReport();
    const [, , verdict = report.verdict] = report.findings;
    expect(await markdownOf({ ...report, verdict })).toContain(
      '\n\nConnections in use: 8 × `GET /reports/revenue` for 1.90 s, 2 × `code outside any watched execution` for 31 ms\n\n',
    );
  });

  it('folds library frames as the page does, and shows a single one', async () => {
    const lines = (await markdownOf(nPlusOneReport())).split('\n');
    const at = lines.findIndex(line => line.includes('3 frames hidden (express, router, @nestjs/core)'));
    expect(lines[at + 1]).toMatch(/^ +1\.82 s {6}OrdersController\.findOne/);
    expect(lines.join('\n')).not.toMatch(/intercept\b/);
    expect(lines.some(line => /times .*\(decimal\.js\)/.test(line))).toBe(true);
  });

  it('folds library frames beside each other into one line', async () => {
    const tree = span('GET /a', [
      libraryFrame('node', 'writev', 10),
      frame('mine', 'a.ts:1', 35),
      libraryFrame('pg', 'query', 20, [frame('convert', 'a.ts:9', 1)]),
    ]);
    const text = await markdownOf({ ...nPlusOneReport(), tree });
    expect(
      /```text\n([\s\S]*?)```/
        .exec(text)?.[1]
        ?.split('\n')
        .map(line => line.trim()),
    ).toEqual([
      '66 ms  GET /a',
      '35 ms    mine a.ts:1',
      '31 ms    2 frames hidden (node, pg)',
      '1.0 ms      convert a.ts:9',
      '',
    ]);
  });

  it('adds up the spans of one name', async () => {
    const report = nPlusOneReport();
    const one = report.timeline.spans[1] as TimelineSpan;
    const calls = Array.from({ length: 254 }, (_, i) => ({
      ...one,
      name: 'fetchPrice',
      startMs: i,
      endMs: i + 2,
      totalMs: 2,
    }));
    const spans = [
      ...report.timeline.spans,
      ...calls,
      { ...one, name: 'fetchPrice', startMs: 0, count: 346, totalMs: 1_000, failed: true },
    ];
    const text = await markdownOf({ ...report, timeline: { ...report.timeline, spans } });
    expect(text.match(/fetchPrice/g)).toHaveLength(1);
    expect(text).toContain('| `fetchPrice` | provider | 0 ms | 1.51 s | 600 | failed |');
  });

  it('leaves out empty sections', async () => {
    const { query: _, headers: __, url: ___, method: ____, body: _____, ...execution } = nPlusOneReport().execution;
    const report: Report = {
      ...eventLoopBlockedReport(),
      execution: { ...execution, traceId: undefined, requestId: undefined },
      findings: [],
      timeline: { spans: [], spansDropped: 0, loop: [], waits: [] },
    };
    expect(headingsOf(await parseMarkdown(await markdownOf(report))).slice(1)).toEqual([
      'Where the time went',
      'Top of the call tree',
      'Environment',
    ]);
  });

  it('lets no text of the report become markup', async () => {
    const root = await parseMarkdown(await markdownOf(hostileReport()));
    const types = new Set(nodesOf(root).map(({ type }) => type));
    for (const type of ['html', 'link', 'linkReference', 'image', 'definition', 'delete', 'footnoteReference'])
      expect(types).not.toContain(type);
    expect(headingsOf(root)).toHaveLength(9);
  });

  it.each([
    ['at all caps', capSizeReport()],
    ['with the deepest tree', capSizeReport(deepTree())],
    ['with endless texts', hostileReport()],
    ['with thousands of everything', endlessReport()],
  ])('has at most 60 kB for a report %s', async (_, report) => {
    const text = await markdownOf(report);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(60_000);
    expect(headingsOf(await parseMarkdown(text))).toHaveLength(9);
  });

  it('states the number of omitted lines', async () => {
    const text = await markdownOf(endlessReport());
    expect(text).toMatch(/_\d+ more lines left out\._/);
    expect(text).toMatch(/\d+ smaller ones/);
    expect(text).toMatch(/\d+ shorter ones are not shown/);
  });
});

function endlessReport(): Report {
  const report = capSizeReport();
  const wide = '日'.repeat(1_000);
  return {
    ...report,
    findings: Array.from({ length: 500 }, () => ({ ...report.verdict, headline: wide })),
    accounting: {
      ...report.accounting,
      waiting: Array.from({ length: 500 }, () => ({ on: 'other' as const, label: wide, ms: 1, count: 1 })),
    },
    execution: {
      ...report.execution,
      headers: Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`h${index}`, wide])),
      body: { wide: ENDLESS },
    },
  };
}
