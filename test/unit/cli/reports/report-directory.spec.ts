import { mkdir, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newestReport, outputDirectory, storedReports } from '../../../../cli/reports/report-directory.js';
import { nPlusOneReport } from '../../../fixtures/reports/n-plus-one.report.js';
import { ReportFiles, variantOf } from '../report-files.js';

const at = (day: number) => ({ startedAt: `2026-11-0${day}T08:00:00.000Z`, durationMs: day * 1000 });

describe('the directory of reports', () => {
  let files: ReportFiles;

  beforeEach(async () => {
    files = await ReportFiles.make();
  });
  afterEach(() => files.remove());

  it('is the one of the variable, else the default', () => {
    expect(outputDirectory({ WPM_LOCAL_OUTPUT_DIR: ' /reports ' })).toBe('/reports');
    for (const environment of [{}, { WPM_LOCAL_OUTPUT_DIR: '' }, { WPM_LOCAL_OUTPUT_DIR: ' ' }])
      expect(outputDirectory(environment)).toBe(join(tmpdir(), 'performance-reports'));
  });

  it('has each report once, the newest first, whatever its formats', async () => {
    await files.report(variantOf(nPlusOneReport(), 'a', at(1)), 'html');
    const [json, html] = [
      await files.report(variantOf(nPlusOneReport(), 'b', at(2)), 'json'),
      await files.report(variantOf(nPlusOneReport(), 'b', at(2)), 'html'),
    ];
    await files.report(variantOf(nPlusOneReport(), 'b', at(2)), 'markdown');
    const stored = await storedReports(files.directory);
    expect(stored.map(({ durationMs }) => durationMs)).toEqual([2000, 1000]);
    expect(stored[0]).toMatchObject({ json, html });
  });

  it('takes the time of a file with another name', async () => {
    await files.report(variantOf(nPlusOneReport(), 'a', at(2)));
    const renamed = await files.write('Renamed.HTML', 'x');
    await utimes(renamed, new Date('2026-11-03T00:00:00Z'), new Date('2026-11-03T00:00:00Z'));
    const [first, second] = await storedReports(files.directory);
    expect([first?.html, first?.durationMs, second?.durationMs]).toEqual([renamed, undefined, 2000]);
  });

  it('leaves out files of other tools, digests and directories', async () => {
    const name = '2026-11-01T08-00-00.000Z_http_GET-a_10ms_x';
    for (const ending of ['md', 'trace.json', 'speedscope.json', 'cpuprofile'])
      await files.write(`${name}.${ending}`, 'x');
    await mkdir(files.path('directory.json'));
    await expect(storedReports(files.directory)).rejects.toThrow(/has no report: name another directory/);
  });

  it('rejects for a directory that does not exist, and for a file', async () => {
    await expect(storedReports(files.path('missing'))).rejects.toThrow(/missing does not exist: check the path/);
    const file = await files.write('file', 'x');
    await expect(storedReports(file)).rejects.toThrow(/does not exist: a file stands where/);
  });

  it('has a newest report, which is the newest that can be read', async () => {
    await files.report(variantOf(nPlusOneReport(), 'a', at(1)));
    const html = await files.report(variantOf(nPlusOneReport(), 'b', at(2)), 'html');
    await files.report(variantOf(nPlusOneReport(), 'b', at(2)), 'json');
    await files.write('2026-11-09T08-00-00.000Z_http_GET-a_10ms_x.json', '{"cut');
    expect((await newestReport(files.directory)).path).toBe(html);
  });

  it('rejects with the fault of the newest file when none can be read', async () => {
    await files.write('2026-11-09T08-00-00.000Z_http_GET-a_10ms_x.json', '{"cut');
    await files.write('2026-11-08T08-00-00.000Z_http_GET-a_10ms_y.json', '');
    await expect(newestReport(files.directory)).rejects.toThrow(/_x.json is damaged or was cut off/);
  });
});
