import { describe, expect, it } from '@jest/globals';
import { RaisedAlert } from '../../../lib/delivery/raised-alert.js';
import type { ReportFormat } from '../../../lib/model/report.interface.js';
import { reportOf } from '../alerts/fixtures.js';

describe('RaisedAlert', () => {
  function create(rendered: string[] = []): RaisedAlert {
    const renderer = {
      render: async (_: unknown, format: ReportFormat) => {
        rendered.push(format);
        if (format === 'pprof') throw new Error('not rendered');
        return Buffer.from(format);
      },
    };
    const repeats = { count: 2, worstMs: 3, since: '2026-11-23T09:00:00.000Z' };
    return new RaisedAlert('f', reportOf({ durationMs: 3000 }), repeats, [], renderer);
  }

  it("has the report's id and its severity", () => {
    expect(create()).toMatchObject({
      id: reportOf().id,
      fingerprint: 'f',
      severity: 'critical',
      test: false,
      victims: [],
    });
  });

  it('adds repeats and victims to its report, where there are some', async () => {
    const rendered: unknown[] = [];
    const renderer = {
      render: async (report: unknown) => {
        rendered.push(report);
        return Buffer.from('');
      },
    };
    const repeats = { count: 2, worstMs: 3, since: '2026-11-23T09:00:00.000Z' };
    const victims = [{ name: 'GET /b', durationMs: 700 }];
    const alert = new RaisedAlert('f', reportOf(), repeats, victims, renderer);
    await alert.render('json');
    expect(rendered).toEqual([{ ...reportOf(), repeats, victims }]);
    expect(alert.report).toBe(rendered[0]);
    const plain = new RaisedAlert('f', reportOf(), { ...repeats, count: 0 }, [], renderer);
    expect(plain.report).toEqual(reportOf());
    expect(Object.keys(plain.report)).not.toContain('victims');
  });

  it.each([
    [2999.9, 1000, 'warning'],
    [3000, 1000, 'critical'],
    [1000, 1000, 'warning'],
    [5, 0, 'warning'],
  ])('%d ms with a threshold of %d ms is %s', (durationMs, thresholdMs, severity) => {
    const report = reportOf({ durationMs, thresholdMs });
    const repeats = { count: 0, worstMs: 0, since: '2026-11-23T09:00:00.000Z' };
    expect(new RaisedAlert('f', report, repeats, [], { render: async () => Buffer.from('') })).toMatchObject({
      severity,
    });
  });

  it.each([
    [179_999, 'warning'],
    [180_000, 'critical'],
  ])('a job that waited %d ms in its queue, with a threshold of a minute, is %s', (queuedMs, severity) => {
    const report = reportOf({ durationMs: 5, queuedMs, queueThresholdMs: 60_000 });
    const verdict = { ...report.verdict, kind: 'queued' as const, ms: queuedMs };
    const repeats = { count: 0, worstMs: 0, since: '2026-11-23T09:00:00.000Z' };
    const renderer = { render: async () => Buffer.from('') };
    expect(new RaisedAlert('f', { ...report, verdict }, repeats, [], renderer)).toMatchObject({ severity });
  });

  it('renders each format once, when it is first requested', async () => {
    const rendered: string[] = [];
    const alert = create(rendered);
    expect(rendered).toEqual([]);
    const [first, second] = await Promise.all([alert.render('html'), alert.render('html')]);
    expect(first).toBe(second);
    expect(await alert.render('html')).toBe(first);
    expect(Buffer.from(await alert.render('json')).toString()).toBe('json');
    expect(rendered).toEqual(['html', 'json']);
  });

  it('includes the rendered formats in its size', async () => {
    const alert = create();
    const before = alert.bytes;
    expect(before).toBeGreaterThan(1_000);
    await alert.render('html');
    await alert.render('html');
    expect(alert.bytes).toBe(before + 'html'.length);
  });

  it('rejects for a format that cannot be rendered, and still renders the others', async () => {
    const alert = create();
    await expect(alert.render('pprof')).rejects.toThrow('not rendered');
    await expect(alert.render('pprof')).rejects.toThrow('not rendered');
    expect(Buffer.from(await alert.render('json')).toString()).toBe('json');
  });

  it('serializes to its public properties only', () => {
    expect(Object.keys(JSON.parse(JSON.stringify(create())) as object).sort()).toEqual([
      'fingerprint',
      'id',
      'repeats',
      'report',
      'severity',
      'test',
      'victims',
    ]);
  });
});
