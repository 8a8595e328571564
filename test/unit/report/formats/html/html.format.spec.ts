import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { Report } from '../../../../../lib/model/report.interface.js';
import { OverheadMeter } from '../../../../../lib/overhead/overhead-meter.js';
import { OwnWork } from '../../../../../lib/overhead/own-work.js';
import type { HtmlTemplate } from '../../../../../lib/report/formats/html/html-template.js';
import { renderHtml } from '../../../../../lib/report/formats/html/html.format.js';
import { renderJson } from '../../../../../lib/report/formats/json/json.format.js';
import { HOSTILE, hostileReport } from '../../../../fixtures/reports/hostile.report.js';
import { nPlusOneReport } from '../../../../fixtures/reports/n-plus-one.report.js';

const work = new OwnWork(new OverheadMeter());
const template: HtmlTemplate = { head: Buffer.from('<head>é$&</head>'), tail: Buffer.from('<tail>') };

async function contentOf(report: Report): Promise<{ page: string; report: unknown }> {
  const bytes = await renderHtml(await work.run(renderJson(report)), template);
  const page = Buffer.from(bytes).toString('utf8');
  const data = page.slice('<head>é$&</head>'.length, -'<tail>'.length);
  return { page, report: JSON.parse(gunzipSync(Buffer.from(data, 'base64')).toString('utf8')) };
}

describe('renderHtml', () => {
  it('contains the whole report between the two parts of the page', async () => {
    const { page, report } = await contentOf(nPlusOneReport());
    expect(page.startsWith('<head>é$&</head>')).toBe(true);
    expect(page.endsWith('<tail>')).toBe(true);
    expect(report).toEqual(nPlusOneReport());
  });

  it('puts no text of the report into the markup', async () => {
    const { page, report } = await contentOf(hostileReport());
    expect(report).toEqual(hostileReport());
    expect(page.slice('<head>é$&</head>'.length, -'<tail>'.length)).toMatch(/^[A-Za-z0-9+/]+=*$/);
    for (const text of Object.values(HOSTILE)) expect(page).not.toContain(text);
  });
});
