import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Report } from '../../../lib/model/report.interface.js';
import { LeftAlerts } from '../../../lib/watchdog/left-alerts.js';
import type { UnsentAlert } from '../../../lib/watchdog/unsent-alert.interface.js';
import { UnsentFiles } from '../../../lib/watchdog/unsent-files.js';
import { until } from '../../support/until.js';

const report = { schemaVersion: 1, id: 'r-1', execution: { durationMs: 2_000 } } as Report;
const alertOf = (deliveries: UnsentAlert['deliveries']): UnsentAlert => ({
  fingerprint: 'f',
  report,
  process: { id: 'other', pid: process.pid, host: hostname() },
  deliveries,
});

describe('LeftAlerts', () => {
  let directory: string;
  let files: UnsentFiles;
  let left: LeftAlerts;
  const held = new Set<string>();
  const taken: string[][] = [];
  const settled: unknown[] = [];
  const sent: unknown[] = [];
  const failures: unknown[] = [];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'monitor-left-'));
    files = new UnsentFiles(directory, 'own');
    held.clear();
    taken.length = settled.length = sent.length = failures.length = 0;
    left = new LeftAlerts(
      { current: { localFile: { outputDir: directory }, delivery: { timeoutMs: 30_000 } } } as never,
      { ready: () => ['local-file', 'email', 'custom'] } as never,
      {
        take: async (_fingerprint: string, _ms: number, notifiers: string[]) => {
          taken.push([...notifiers]);
          return notifiers.filter(notifier => !held.has(notifier)).map(notifier => ({ notifier }));
        },
        settle: async (...args: unknown[]) => void settled.push(args),
      } as never,
      {
        send: async (fingerprint: string, grants: { notifier: string }[], explained: { report: Report }) => {
          sent.push([fingerprint, grants.map(({ notifier }) => notifier), explained.report.id]);
          return true;
        },
      } as never,
      { run: (_fingerprint: string, alert: () => Promise<boolean>) => alert() } as never,
      { failure: (...args: unknown[]) => failures.push(args) } as never,
    );
  });
  afterEach(async () => {
    left.stop();
    await rm(directory, { recursive: true, force: true });
    expect(failures).toEqual([]);
  });

  it('sends an alert to the receivers that the thread could not reach, and opens the windows of the others', async () => {
    const alert = alertOf([{ notifier: 'local-file', outcome: 'delivered' }]);
    await files.write(alert);
    left.start();
    await until(async () => (await files.left()).length === 0, 'the end of the file');
    expect(sent).toEqual([['f', ['email', 'custom'], 'r-1']]);
    expect(settled).toEqual([[{ notifier: 'local-file' }, { outcome: 'delivered' }, 2_000]]);
  });

  it.each<UnsentAlert['deliveries'][number]>([
    { notifier: 'local-file', outcome: 'ambiguous', reason: 'timeout' },
    { notifier: 'local-file', outcome: 'failed', reason: 'permanent-error' },
    { notifier: 'local-file', outcome: 'dropped', reason: 'claim-lost' },
  ])('does not repeat a delivery that %j', async delivery => {
    await left.send(alertOf([delivery]));
    expect(sent).toEqual([['f', ['email', 'custom'], 'r-1']]);
  });

  it('repeats a delivery that failed', async () => {
    await left.send(alertOf([{ notifier: 'local-file', outcome: 'failed', reason: 'error' }]));
    expect(sent).toEqual([['f', ['local-file', 'email', 'custom'], 'r-1']]);
  });

  it('keeps the file while another process, or a killed one, holds a claim, and not for ever', async () => {
    const alert = alertOf([]);
    await files.write(alert);
    held.add('email');
    await left.send(alert, false);
    expect(sent).toEqual([['f', ['local-file', 'custom'], 'r-1']]);
    expect(await files.left()).toHaveLength(1);
    held.add('local-file').add('custom');
    await left.send(alert, true);
    expect(sent).toHaveLength(1);
    expect(await files.left()).toEqual([]);
  });
});
