import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { runSteps } from '../../../../../lib/platform/steps.js';
import { readHtmlData } from '../../../../../lib/report/formats/html/html-data.js';
import { loadTemplate } from '../../../../../lib/report/formats/html/html-template.js';
import { renderHtml } from '../../../../../lib/report/formats/html/html.format.js';
import { renderJson } from '../../../../../lib/report/formats/json/json.format.js';
import { hostileReport } from '../../../../fixtures/reports/hostile.report.js';

const MAX = 1_000_000;
const pageWith = (data: string): Buffer => Buffer.from(`<!doctype html><script id="report-data">${data}</script>`);

describe('readHtmlData', () => {
  it('is the reverse of renderHtml', async () => {
    const json = runSteps(renderJson(hostileReport()));
    const template = await loadTemplate(async () => pageWith('\n @@REPORT@@ \n').toString());
    const read = await readHtmlData(await renderHtml(json, template), MAX);
    expect(Buffer.from(read ?? []).equals(json)).toBe(true);
  });

  it('reads a page within a larger buffer', async () => {
    const page = pageWith(gzipSync('{}').toString('base64'));
    const larger = Buffer.concat([Buffer.from('xx'), page]);
    expect(Buffer.from((await readHtmlData(larger.subarray(2), MAX)) ?? []).toString()).toBe('{}');
  });

  it.each(['', '<!doctype html>', '<script>document.getElementById("report-data")</script>'])(
    'finds nothing in %j',
    async page => expect(await readHtmlData(Buffer.from(page), MAX)).toBeUndefined(),
  );

  it('rejects damaged, incomplete and too large data', async () => {
    const data = gzipSync(Buffer.alloc(MAX + 1)).toString('base64');
    for (const page of [
      pageWith(''),
      pageWith('@@REPORT@@'),
      pageWith('AAAA'),
      pageWith(data),
      pageWith(data).subarray(0, 300),
      Buffer.from('<!doctype html><meta name="generator" content="nestjs-performance-monitor" /><div'),
    ])
      await expect(readHtmlData(page, MAX)).rejects.toThrow();
  });
});
