import { describe, expect, it } from '@jest/globals';
import type { MonitorLogger } from '../../../lib/logging/monitor.logger.js';
import { RecentAlerts } from '../../../lib/alerts/recent-alerts.js';
import type { Alert } from '../../../lib/model/alert.interface.js';
import { until } from '../../support/until.js';
import { reportOf } from './fixtures.js';

const MB = 1024 * 1024;
const failures: unknown[] = [];
const logger = { failure: (_: string, error: unknown) => failures.push(error) } as unknown as MonitorLogger;

function alert(id: string, render: () => Promise<Uint8Array> = async () => new Uint8Array(1)): Alert {
  return { report: { ...reportOf({}), id }, render } as unknown as Alert;
}

describe('the recent alerts', () => {
  it('are not kept without a status page, and not rendered', () => {
    let rendered = 0;
    const recent = new RecentAlerts(logger);
    recent.add(
      alert('a', async () => {
        rendered += 1;
        return new Uint8Array(1);
      }),
      true,
    );
    expect([recent.list(), rendered]).toEqual([[], 0]);
  });

  it('are the latest fifty, the last one first, with their pages', async () => {
    const recent = new RecentAlerts(logger);
    recent.keep();
    for (let n = 0; n < 60; n += 1) recent.add(alert(`report-${n}`), n % 2 === 0);
    await until(() => recent.list().every(({ hasReport }) => hasReport), 'all pages');
    const list = recent.list();
    expect([list.length, list[0]?.id, list.at(-1)?.id]).toEqual([50, 'report-59', 'report-10']);
    expect(list.slice(0, 2).map(({ isDelivered }) => isDelivered)).toEqual([false, true]);
    expect(recent.page('report-10')).toHaveLength(1);
    expect(recent.page('report-9')).toBeUndefined();
  });

  it('keep at most 16 MB of pages: the oldest go first, their lines stay', async () => {
    const recent = new RecentAlerts(logger);
    recent.keep();
    for (let n = 0; n < 5; n += 1)
      recent.add(
        alert(`large-${n}`, async () => new Uint8Array(5 * MB)),
        true,
      );
    await until(() => recent.page('large-4') !== undefined, 'the last page');
    expect(recent.list().map(({ id, hasReport }) => [id, hasReport])).toEqual([
      ['large-4', true],
      ['large-3', true],
      ['large-2', true],
      ['large-1', false],
      ['large-0', false],
    ]);
  });

  it('keep the line of an alert whose page cannot be rendered', async () => {
    const recent = new RecentAlerts(logger);
    recent.keep();
    recent.add(
      alert('broken', () => Promise.reject(new Error('no template'))),
      true,
    );
    await until(() => failures.length > 0, 'the failure');
    expect(recent.list()).toMatchObject([{ id: 'broken', hasReport: false }]);
  });
});
