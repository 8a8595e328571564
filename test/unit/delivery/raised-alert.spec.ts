import { describe, expect, it } from '@jest/globals';
import { RaisedAlert } from '../../../lib/delivery/raised-alert.js';
import type { ReportFormat } from '../../../lib/model/report.interface.js';
import { reportOf } from '../alerts/fixtures.js';

describe('RaisedAlert', () => {
  function create(drawn: string[] = []): RaisedAlert {
    const renderer = {
      render: async (_: unknown, format: ReportFormat) => {
        drawn.push(format);
        if (format === 'pprof') throw new Error('not drawn');
        return Buffer.from(format);
      },
    };
    const repeats = { count: 2, worstMs: 3, since: '2026-11-23T09:00:00.000Z' };
    return new RaisedAlert('f', reportOf({ durationMs: 3000 }), repeats, [], renderer);
  }

  it("is the report's alert", () => {
    expect(create()).toMatchObject({
      id: reportOf().id,
      fingerprint: 'f',
      severity: 'critical',
      test: false,
      victims: [],
    });
  });

  it('draws nothing until asked, and each format once', async () => {
    const drawn: string[] = [];
    const alert = create(drawn);
    expect(drawn).toEqual([]);
    const [first, second] = await Promise.all([alert.render('html'), alert.render('html')]);
    expect(first).toBe(second);
    expect(await alert.render('html')).toBe(first);
    expect(Buffer.from(await alert.render('json')).toString()).toBe('json');
    expect(drawn).toEqual(['html', 'json']);
  });

  it('tells what it holds in memory, with what was drawn', async () => {
    const alert = create();
    const before = alert.bytes;
    expect(before).toBeGreaterThan(1_000);
    await alert.render('html');
    await alert.render('html');
    expect(alert.bytes).toBe(before + 'html'.length);
  });

  it('rejects for a format that can not be drawn, and still draws the others', async () => {
    const alert = create();
    await expect(alert.render('pprof')).rejects.toThrow('not drawn');
    await expect(alert.render('pprof')).rejects.toThrow('not drawn');
    expect(Buffer.from(await alert.render('json')).toString()).toBe('json');
  });

  it('shows as JSON what it is, and nothing of how it is made', () => {
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
