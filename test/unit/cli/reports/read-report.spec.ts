import { mkdir, symlink, truncate } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { InputError } from '../../../../cli/command.error.js';
import { readReport } from '../../../../cli/reports/read-report.js';
import { capSizeReport, deepTree } from '../../../fixtures/reports/cap-size.report.js';
import { eventLoopBlockedReport } from '../../../fixtures/reports/event-loop-blocked.report.js';
import { hostileReport } from '../../../fixtures/reports/hostile.report.js';
import { nPlusOneReport } from '../../../fixtures/reports/n-plus-one.report.js';
import { flatTree } from '../../../fixtures/reports/tree-node.js';
import { ReportFiles } from '../report-files.js';

describe('readReport', () => {
  let files: ReportFiles;

  beforeEach(async () => {
    files = await ReportFiles.make();
  });
  afterEach(() => files.remove());

  /** The sentence about the file, after its path. */
  async function faultOf(path: string): Promise<string> {
    const error: unknown = await readReport(path).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(InputError);
    const { message } = error as InputError;
    expect(message.startsWith(`${path} `)).toBe(true);
    return message.slice(path.length + 1);
  }

  it.each(['html', 'json'] as const)('reads %s reports', async format => {
    for (const report of [nPlusOneReport(), eventLoopBlockedReport(), hostileReport()]) {
      const path = await files.report({ ...report, id: format }, format);
      expect(await readReport(path)).toEqual({ path, format, report: { ...report, id: format } });
    }
  });

  it.each([
    ['at all caps', capSizeReport()],
    ['with the deepest tree', capSizeReport(deepTree())],
  ])('reads a report %s', async (_, report) => {
    const { tree } = (await readReport(await files.report(report, 'html'))).report;
    expect(flatTree(tree)).toHaveLength(flatTree(report.tree).length);
  });

  it('reads by content: another name and a byte order mark change nothing', async () => {
    const path = await files.write('renamed.txt', `\ufeff\n ${JSON.stringify(nPlusOneReport())}`);
    expect((await readReport(path)).format).toBe('json');
  });

  it('reads a report of a later version with members and values that are unknown here', async () => {
    const report = nPlusOneReport();
    const later = { ...report, added: [1], verdict: { ...report.verdict, kind: 'queued', added: {} } };
    expect((await readReport(await files.write('a.json', JSON.stringify(later)))).report).toEqual(later);
  });

  it.each([
    ['an empty file', '', /^is empty/],
    ['another text', 'hello', /^is no report: only HTML and JSON/],
    ['Markdown', '# GET /a', /^is no report: only HTML and JSON/],
    ['binary data', Buffer.from([0x1f, 0x8b, 8, 0, 255]), /^is no report/],
    ['a web page', '<!doctype html><p>hello', /^is a web page without a report/],
    ['JSON of another tool', '{"nodes":[],"samples":[]}', /^is no report of nestjs-performance-monitor/],
    ['a JSON list', '[1]', /^is no report/],
    ['damaged JSON', '{"schemaVersion":1,', /^is damaged or was cut off: it is no valid JSON/],
    ['damaged data', '<!doctype html><script id="report-data">@@@</script>', /^is damaged or was cut off/],
    ['no data', '<!doctype html><script id="report-data"></script>', /^is damaged or was cut off/],
    ['no gzip', '<!doctype html><script id="report-data">AAAA</script>', /^is damaged or was cut off/],
  ])('refuses %s', async (_, content, fault) => {
    expect(await faultOf(await files.write('file.html', content))).toMatch(fault);
  });

  it.each([2, 0, '1', undefined, null, {}])('refuses the schema version %p', async schemaVersion => {
    const path = await files.write('a.json', JSON.stringify({ ...nPlusOneReport(), schemaVersion }));
    expect(await faultOf(path)).toMatch(
      /^has the schema version (?:2|0|unknown), .*: update nestjs-performance-monitor/,
    );
  });

  it.each([
    ['accounting', { ...nPlusOneReport(), accounting: undefined }, '/accounting is missing'],
    ['tree', { ...nPlusOneReport(), tree: null }, '/tree is no object'],
    ['findings', { ...nPlusOneReport(), findings: {} }, '/findings is no array'],
    ['verdict', { ...nPlusOneReport(), verdict: { ...nPlusOneReport().verdict, ms: '1' } }, '/verdict/ms is no number'],
  ])('refuses a document without its %s', async (_, document, difference) => {
    const path = await files.write('a.json', JSON.stringify(document));
    expect(await faultOf(path)).toBe(`is damaged: ${difference}; copy the report again`);
  });

  it.each(['html', 'json'] as const)('refuses a truncated %s report, wherever it ends', async format => {
    const path = await files.report(nPlusOneReport(), format);
    const whole = (await readReport(path)) && (await import('node:fs')).statSync(path).size;
    for (const share of [0.999, 0.9, 0.5, 0.1, 0.01]) {
      const cut = await files.report({ ...nPlusOneReport(), id: `cut${share * 1000}` }, format);
      await truncate(cut, Math.floor(whole * share));
      expect(await faultOf(cut)).toMatch(/damaged|cut off|no report/);
    }
  });

  it('refuses what is no file, and waits for no pipe', async () => {
    await mkdir(files.path('directory'));
    await symlink('loop', files.path('loop'));
    execFileSync('mkfifo', [files.path('pipe')]);
    expect(await faultOf(files.path('missing.json'))).toMatch(/^does not exist: check the path/);
    expect(await faultOf(files.path('directory'))).toMatch(/^is a directory: name a report in it/);
    expect(await faultOf(files.path('loop'))).toMatch(/^is a symbolic link that leads to itself/);
    expect(await faultOf(files.path('pipe'))).toMatch(/^is no file/);
    const file = await files.write('file', 'x');
    expect(await faultOf(`${file}/below.json`)).toMatch(/^does not exist: a file stands where/);
  });

  it('does not read a huge file, nor a small page with huge data', async () => {
    const huge = await files.write('huge.json', '{');
    await truncate(huge, 65 * 1_048_576);
    expect(await faultOf(huge)).toMatch(/^has more than 64 MB: no report is that large/);
    const data = gzipSync(Buffer.alloc(65 * 1_048_576, 32), { level: 1 }).toString('base64');
    const bomb = await files.write('bomb.html', `<!doctype html><script id="report-data">${data}</script>`);
    expect(await faultOf(bomb)).toMatch(/^is damaged/);
  });
});
