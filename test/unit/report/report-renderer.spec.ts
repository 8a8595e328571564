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

  it.each<ReportFormat>(['cpuprofile', 'speedscope', 'trace', 'pprof'])(
    'rejects %s with the formats that exist',
    async format => {
      await expect(textOf(format)).rejects.toThrow(SUPPORTED_FORMATS.join(', '));
    },
  );

  it('rejects a format of another name, even one that every object has', async () => {
    await expect(textOf('constructor' as ReportFormat)).rejects.toThrow('Reports cannot be rendered as "constructor"');
  });
});
