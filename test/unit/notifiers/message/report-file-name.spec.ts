import { describe, expect, it } from '@jest/globals';
import { SUPPORTED_FORMATS } from '../../../../lib/model/report-formats.js';
import {
  isOwnFileName,
  readReportFileName,
  reportFileName,
} from '../../../../lib/notifiers/message/report-file-name.js';
import { reportOf } from '../../alerts/fixtures.js';

describe('reportFileName', () => {
  it('sorts by time and names the execution', () => {
    expect(reportFileName(reportOf(), 'html')).toBe(
      '2026-11-23T09-15-02.123Z_http_GET-orders-id_1840ms_20261123-091502-abc123.html',
    );
    expect(reportFileName(reportOf(), 'json')).toMatch(/\.json$/);
    expect(reportFileName(reportOf(), 'markdown')).toMatch(/\.md$/);
    expect(reportFileName(reportOf(), 'cpuprofile')).toMatch(/[0-9a-z]\.cpuprofile$/);
    expect(reportFileName(reportOf(), 'speedscope')).toMatch(/[0-9a-z]\.speedscope\.json$/);
    expect(reportFileName(reportOf(), 'trace')).toMatch(/[0-9a-z]\.trace\.json$/);
    expect(reportFileName(reportOf(), 'pprof')).toMatch(/[0-9a-z]\.pb\.gz$/);
  });

  it.each([
    '../../../etc/passwd',
    '..',
    '.',
    '',
    '/',
    'a\0b',
    'a\nb',
    'C:\\x\\y',
    'x'.repeat(100_000),
    '日本語',
    '%2e%2e%2f',
    '--',
    'a/./b',
    '~root',
    'con',
    '-rf',
    '$(rm)',
    '👍'.repeat(200),
  ])('is a plain name of at most 150 characters for the endpoint %#', name => {
    for (const format of SUPPORTED_FORMATS) {
      const fileName = reportFileName(reportOf({ name }), format);
      expect(fileName).toMatch(/^2026[A-Za-z0-9._-]{1,146}$/);
    }
  });

  it.each(SUPPORTED_FORMATS.map(format => [format]))('is recognized as a report of the monitor: %s', format => {
    expect(isOwnFileName(reportFileName(reportOf(), format))).toBe(true);
  });

  it('keeps the id of a report with a long name', () => {
    const fileName = reportFileName(reportOf({ name: 'x'.repeat(500) }), 'html');
    expect(fileName).toHaveLength(150);
    expect(fileName).toContain('_1840ms_20261123-091502-abc123.html');
  });
});

describe('readReportFileName', () => {
  it.each(SUPPORTED_FORMATS)('reads the facts in the name of a %s report', format => {
    expect(readReportFileName(reportFileName(reportOf(), format))).toMatchObject({
      startedAt: '2026-11-23T09:15:02.123Z',
      durationMs: 1840,
      id: '20261123-091502-abc123',
    });
  });

  it.each(['', 'a.html', '2026-11-23T09-15-02.123Z_digest_a1.md', '2026-11-23T09-15-02.123Z_http_GET_1ms_a/b.html'])(
    'reads nothing in %j',
    name => expect(readReportFileName(name)).toBeUndefined(),
  );
});
