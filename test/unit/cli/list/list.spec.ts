import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { listReports, type ListOptions } from '../../../../cli/list/list.command.js';
import { eventLoopBlockedReport } from '../../../fixtures/reports/event-loop-blocked.report.js';
import { nPlusOneReport } from '../../../fixtures/reports/n-plus-one.report.js';
import { ReportFiles, variantOf } from '../report-files.js';
import { Screen } from '../screen.js';

const DEFAULTS: ListOptions = { sort: 'newest', limit: 20 };
const at = (day: number, durationMs: number) => ({ startedAt: `2026-11-0${day}T08:00:00.000Z`, durationMs });

describe('listReports', () => {
  let files: ReportFiles;

  beforeEach(async () => {
    files = await ReportFiles.make();
    const [orders, blocked] = [nPlusOneReport(), eventLoopBlockedReport()];
    await files.report(variantOf(orders, 'a', at(1, 3_000)));
    await files.report(variantOf(orders, 'b', at(2, 1_000)), 'html');
    await files.report(variantOf(blocked, 'c', at(3, 2_000)));
  });
  afterEach(() => files.remove());

  async function listed(options: Partial<ListOptions> = {}, screen = new Screen()): Promise<Screen> {
    await listReports(files.directory, { ...DEFAULTS, ...options }, screen.context());
    return screen;
  }

  async function resultOf(options: Partial<ListOptions>): Promise<Record<string, unknown>> {
    return JSON.parse((await listed({ ...options, json: true })).out) as Record<string, unknown>;
  }

  async function idsOf(options: Partial<ListOptions>): Promise<unknown> {
    return ((await resultOf(options)).reports as { id: string }[]).map(({ id }) => id);
  }

  it('lists the newest first, or the slowest', async () => {
    expect(await idsOf({})).toEqual(['c', 'b', 'a']);
    expect(await idsOf({ sort: 'slowest' })).toEqual(['a', 'c', 'b']);
  });

  it('has time, duration, cause, endpoint and file in a row', async () => {
    const { lines } = await listed();
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^started +duration +cause +endpoint +file$/);
    expect(lines[2]).toMatch(/^2026-11-0[12] \d\d:\d\d:\d\d +1\.00 s +repeated-io +GET \/orders\/:id +\S+_b\.html$/);
  });

  it('filters by endpoint and cause', async () => {
    expect(await idsOf({ endpoint: 'ORDERS/' })).toEqual(['b', 'a']);
    expect(await idsOf({ cause: 'event-loop-blocked' })).toEqual(['c']);
    const { lines } = await listed({ endpoint: 'nowhere' });
    expect(lines).toEqual(['no report matches']);
  });

  it('counts by endpoint', async () => {
    const { groups, total } = await resultOf({ by: 'endpoint' });
    expect(total).toBe(2);
    expect(groups).toMatchObject([
      {
        name: 'GET /orders/:id',
        reports: 2,
        slowestMs: 3000,
        medianMs: 1000,
        of: [{ name: 'repeated-io', reports: 2 }],
      },
      { reports: 1, slowestMs: 2000, newest: '2026-11-03T08:00:00.000Z' },
    ]);
    const { lines } = await listed({ by: 'endpoint' });
    expect(lines[1]).toMatch(/^ +2 +3\.00 s +1\.00 s +2026-11-0[12] \S+ +GET \/orders\/:id +repeated-io 2$/);
  });

  it('counts by cause', async () => {
    const { groups } = await resultOf({ by: 'cause' });
    expect(groups).toMatchObject([
      { name: 'repeated-io', reports: 2 },
      { name: 'event-loop-blocked', reports: 1 },
    ]);
  });

  it('shows as many as requested, and names the rest', async () => {
    const screen = await listed({ limit: 2 });
    expect(screen.lines).toHaveLength(3);
    expect(screen.error).toBe('1 more: --limit 3 shows all\n');
    expect(await resultOf({ limit: 2 })).toMatchObject({ total: 3 });
    expect((await listed({ limit: 3 })).error).toBe('');
  });

  it('skips other files, and lists them as JSON with the reason', async () => {
    await files.write('package.json', '{"name":"x"}');
    const screen = await listed();
    expect(screen.lines).toHaveLength(4);
    expect(screen.error).toBe('other files are no reports (1): --json lists them\n');
    const { skipped } = await resultOf({});
    expect(skipped).toEqual([
      {
        file: files.path('package.json'),
        reason: expect.stringContaining('is no report of nestjs-performance-monitor'),
      },
    ]);
  });

  it('refuses a directory in which nothing can be read', async () => {
    const empty = await ReportFiles.make();
    await empty.write('a.json', '{');
    const { terminal } = new Screen();
    const listing = listReports(empty.directory, DEFAULTS, { terminal, environment: {}, platform: 'linux' });
    await expect(listing).rejects.toThrow(/no report that can be read: .*a.json is damaged/);
    await empty.remove();
  });

  it('takes the directory of the variable', async () => {
    const screen = new Screen();
    await listReports(undefined, DEFAULTS, screen.context({ WPM_LOCAL_OUTPUT_DIR: files.directory }));
    expect(screen.lines).toHaveLength(4);
  });

  it('stays within a narrow terminal, but for the names of files', async () => {
    const { lines } = await listed({}, new Screen(70, { NO_COLOR: '1' }));
    expect(lines).toHaveLength(7);
    for (const line of lines.filter(each => !each.includes(files.directory)))
      expect(line.length).toBeLessThanOrEqual(70);
    expect(lines.filter(each => each.startsWith(`    ${files.directory}`))).toHaveLength(3);
  });
});
