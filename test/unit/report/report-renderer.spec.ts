import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { type HtmlTemplate, loadTemplate, renderHtml } from '../../../lib/report/formats/html/html.format.js';
import { renderJson } from '../../../lib/report/formats/json/json.format.js';
import { SUPPORTED_FORMATS } from '../../../lib/model/report-formats.js';
import { ReportRenderer } from '../../../lib/report/report-renderer.js';
import type { Report, ReportFormat } from '../../../lib/model/report.interface.js';
import { OverheadMeter } from '../../../lib/overhead/overhead-meter.js';
import { OwnWork } from '../../../lib/overhead/own-work.js';
import { capSizeReport, deepTree } from '../../fixtures/reports/cap-size.report.js';
import { HOSTILE, hostileReport } from '../../fixtures/reports/hostile.report.js';
import { nPlusOneReport } from '../../fixtures/reports/n-plus-one.report.js';
import { flatTree } from '../../fixtures/reports/tree-node.js';
import { countSteps } from '../../support/run-steps.js';

const work = new OwnWork(new OverheadMeter());

const template: HtmlTemplate = { head: Buffer.from('<head>é$&</head>'), tail: Buffer.from('<tail>') };

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}

async function carriedBy(report: Report): Promise<{ page: string; report: unknown }> {
  const page = textOf(await renderHtml(await work.run(renderJson(report)), template));
  const data = page.slice('<head>é$&</head>'.length, -'<tail>'.length);
  return { page, report: JSON.parse(gunzipSync(Buffer.from(data, 'base64')).toString('utf8')) };
}

describe('renderHtml', () => {
  it('carries the whole report between the two parts of the page', async () => {
    const { page, report } = await carriedBy(nPlusOneReport());
    expect(page.startsWith('<head>é$&</head>')).toBe(true);
    expect(page.endsWith('<tail>')).toBe(true);
    expect(report).toEqual(nPlusOneReport());
  });

  it('puts no text of the report into the markup', async () => {
    const { page, report } = await carriedBy(hostileReport());
    expect(report).toEqual(hostileReport());
    expect(page.slice('<head>é$&</head>'.length, -'<tail>'.length)).toMatch(/^[A-Za-z0-9+/]+=*$/);
    for (const text of Object.values(HOSTILE)) expect(page).not.toContain(text);
  });
});

describe('loadTemplate', () => {
  it('says what to do when a bundle has lost the page', async () => {
    const load = () => Promise.reject(new Error("Cannot find module './417.js'"));
    await expect(loadTemplate(load)).rejects.toThrow(
      /Cannot find module '.\/417.js'.*every file that the bundler wrote/,
    );
  });

  it.each(['<html>', '@@REPORT@@ and @@REPORT@@'])('refuses %p, which has not one place for the report', async page => {
    await expect(loadTemplate(async () => page)).rejects.toThrow(/no place/);
  });

  it('cuts the page where the report goes', async () => {
    const { head, tail } = await loadTemplate(async () => '<é>@@REPORT@@</é>');
    expect([textOf(head), textOf(tail)]).toEqual(['<é>', '</é>']);
  });
});

describe('renderJson', () => {
  it.each([
    ['a realistic report', nPlusOneReport()],
    ['hostile texts', hostileReport()],
    ['a report at all caps', capSizeReport()],
    ['the deepest tree', capSizeReport(deepTree())],
  ])('writes %s as it is', async (_, report) => {
    const { tree, ...read } = JSON.parse(textOf(await work.run(renderJson(report)))) as Report;
    const { tree: expected, ...facts } = report;
    expect(read).toEqual(facts);
    expect(flatTree(tree)).toEqual(flatTree(expected));
  });

  it('does not grow with the depth of the tree', async () => {
    const report = capSizeReport(deepTree());
    const bytes = await work.run(renderJson(report));
    expect(bytes.length).toBeLessThan(JSON.stringify(report).length + 10_000);
  });

  it('can be interrupted between the sections, and within the tree', () => {
    expect(countSteps(renderJson(capSizeReport()))).toBeGreaterThan(1_000);
  });
});

describe('ReportRenderer', () => {
  it('renders JSON', async () => {
    const bytes = await new ReportRenderer(work).render(nPlusOneReport(), 'json');
    expect(JSON.parse(textOf(bytes))).toEqual(nPlusOneReport());
  });

  it.each<ReportFormat>(['cpuprofile', 'speedscope', 'trace', 'pprof'])(
    'rejects %s with the formats that exist',
    async format => {
      await expect(new ReportRenderer(work).render(nPlusOneReport(), format)).rejects.toThrow(
        SUPPORTED_FORMATS.join(', '),
      );
    },
  );
});
