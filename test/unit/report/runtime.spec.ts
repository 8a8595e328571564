import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { alertLine } from '../../../lib/delivery/alert-line.js';
import { errorText } from '../../../lib/privacy/error-text.js';
import { applicationName } from '../../../lib/alerts/application-name.js';
import { packageVersion } from '../../../lib/platform/package-version.js';
import { reportId } from '../../../lib/report/report-id.js';
import { runtimeFacts } from '../../../lib/report/runtime.js';
import { severityOf } from '../../../lib/delivery/severity.js';
import { alertOf, reportOf } from '../alerts/fixtures.js';

describe('reportId', () => {
  it('is unique, sorts by time, and is fit for file names', () => {
    const ids = Array.from({ length: 1_000 }, () => reportId(1_700_000_000_000));
    expect(new Set(ids).size).toBe(1_000);
    expect(ids.every(id => /^[a-z\d-]+$/.test(id))).toBe(true);
    const times = [1, 1_700_000_000_000, 1_700_000_000_001, 4_000_000_000_000];
    const inOrder = times.map(time => reportId(time));
    expect([...inOrder].sort()).toEqual(inOrder);
  });
});

describe('severityOf', () => {
  it.each([
    [2999.9, 1000, 'warning'],
    [3000, 1000, 'critical'],
    [1000, 1000, 'warning'],
    [5, 0, 'warning'],
  ])('%d ms with a threshold of %d ms is %s', (durationMs, thresholdMs, severity) => {
    expect(severityOf(durationMs, thresholdMs)).toBe(severity);
  });
});

describe('alertLine', () => {
  it('says what, how long, why and where', () => {
    expect(alertLine(alertOf(), ['/r/a.html', '/r/a.json'], true)).toBe(
      'Slow: GET /orders/:id took 1.84 s (threshold 1.00 s): 78 % waiting for PostgreSQL. Report: /r/a.html, /r/a.json',
    );
  });

  it('tells of repeats and of victims', () => {
    const repeats = { count: 412, worstMs: 4_200, since: '2026-11-23T09:00:00.000Z' };
    const victims = ['a', 'b', 'c', 'd'].map(name => ({ name: `GET /${name}`, durationMs: 640 }));
    expect(alertLine(alertOf({ repeats, victims }), [], true)).toMatch(
      /\. 412 more since 2026-11-23T09:00:00.000Z, worst 4.20 s\. Held up: GET \/a \(640 ms\), .* and 1 more\.$/,
    );
  });

  it('says when nobody was told', () => {
    expect(alertLine(alertOf(), [], false)).toMatch(/PostgreSQL\. No notifier delivered this alert\.$/);
  });

  it('stays one line of bounded length, whatever the names are', () => {
    const evil = `x\r\n[Nest] ERROR faked\u2028\u001b[31m${'y'.repeat(100_000)}`;
    const report = { ...reportOf({ name: evil }), verdict: { ...reportOf().verdict, headline: evil } };
    const line = alertLine(
      alertOf({ report }),
      Array.from({ length: 100 }, () => evil),
      true,
    );
    expect(line).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
    expect(line.length).toBeLessThan(5_000);
  });
});

describe('errorText', () => {
  it('describes whatever was thrown, in one line and without secrets', () => {
    const hostile = Object.defineProperty(new Error(), 'message', {
      get() {
        throw new Error('again');
      },
    });
    expect(errorText(new Error('bad\r\nline https://u:p@h/?token=abc'))).toBe(
      'bad line https://[REDACTED]@h/?token=[REDACTED]',
    );
    expect(errorText('text')).toBe('text');
    expect(errorText(undefined)).toBe('undefined');
    expect(errorText(Object.create(null))).toBe('an error that can not be described');
    expect(errorText(hostile)).toBe('an error that can not be described');
    expect(errorText(new Error(''))).toBe('no message');
  });
});

describe('runtimeFacts', () => {
  it('finds the version of Nest', () => {
    const runtime = runtimeFacts();
    expect(runtime).toMatchObject({ node: process.version, pid: process.pid });
    expect(runtime.nest).toMatch(/^1\d\.\d+\.\d+/);
  });

  it('does not take another package for the one it looks for', () => {
    expect(packageVersion('no-such-package', process.argv[1] ?? '/')).toBe('unknown');
    expect(packageVersion('no-such-package', '/')).toBe('unknown');
  });
});

describe('applicationName', () => {
  it('is the name of the package that a file belongs to, and the place of the file', () => {
    expect(applicationName(fileURLToPath(import.meta.url))).toBe(
      'nestjs-performance-monitor/test/unit/report/runtime.spec',
    );
    expect(applicationName('/nowhere/main.js')).toBe('/nowhere/main');
    expect(applicationName(undefined)).toBeDefined();
  });

  it('tells applications of one package.json apart, and joins the processes of one wherever they are', async () => {
    const [one, other] = await Promise.all([1, 2].map(() => mkdtemp(join(tmpdir(), 'monitor-host-'))));
    try {
      for (const host of [one, other]) await writeFile(join(host ?? '', 'package.json'), '{ "name": "shop" }');
      const named = (host = '', ...path: string[]): string => applicationName(join(host, ...path));
      expect(named(one, 'dist', 'apps', 'orders', 'main.js')).toBe('shop/dist/apps/orders/main');
      expect(named(one, 'dist', 'apps', 'users', 'main.js')).toBe('shop/dist/apps/users/main');
      expect(named(other, 'dist', 'apps', 'orders', 'main')).toBe('shop/dist/apps/orders/main');
      expect(named(one, 'dist', 'index.mjs')).toBe(named(other, 'dist'));
    } finally {
      for (const host of [one, other]) await rm(host ?? '', { recursive: true });
    }
  });
});
