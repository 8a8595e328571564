import { describe, expect, it } from '@jest/globals';
import { SUPPORTED_FORMATS } from '../../../lib/model/report-formats.js';
import type { ReportFormat } from '../../../lib/model/report.interface.js';
import { OverheadMeter } from '../../../lib/overhead/overhead-meter.js';
import { OwnWork } from '../../../lib/overhead/own-work.js';
import { ReportRenderer } from '../../../lib/report/report-renderer.js';
import { nPlusOneReport } from '../../fixtures/reports/n-plus-one.report.js';

const renderer = new ReportRenderer(new OwnWork(new OverheadMeter()));

async function textOf(format: ReportFormat): Promise<string> {
  return Buffer.from(await renderer.render(nPlusOneReport(), format)).toString('utf8');
}

describe('ReportRenderer', () => {
  it('renders JSON', async () => {
    expect(JSON.parse(await textOf('json'))).toEqual(nPlusOneReport());
  });

  it('renders Markdown, again and again', async () => {
    const first = await textOf('markdown');
    expect(first).toMatch(/^# Slow: /);
    expect(await textOf('markdown')).toBe(first);
  });

  it.each(SUPPORTED_FORMATS.filter(format => format !== 'html').map(format => [format]))(
    'renders %s as the same bytes each time, and leaves the report unchanged',
    async format => {
      const report = nPlusOneReport();
      const first = await renderer.render(report, format);
      expect(first.byteLength).toBeGreaterThan(500);
      expect(Buffer.from(await renderer.render(report, format)).equals(first)).toBe(true);
      expect(report).toEqual(nPlusOneReport());
    },
  );

  it('rejects a format of another name, even one that every object has', async () => {
    await expect(textOf('constructor' as ReportFormat)).rejects.toThrow(
      `Reports cannot be rendered as "constructor", only as ${SUPPORTED_FORMATS.join(', ')}`,
    );
  });
});
