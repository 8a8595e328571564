import { AsyncLocalStorage, createHook } from 'node:async_hooks';
import { afterEach, describe, expect, it } from '@jest/globals';
import { InFlightAlerts } from '../../../lib/alerts/in-flight-alerts.js';
import type { MonitorLogger } from '../../../lib/logging/monitor.logger.js';
import type { StatsService } from '../../../lib/stats/stats.service.js';

describe('InFlightAlerts', () => {
  const failures: string[] = [];
  const stats = { alertFailed: (reason: string) => failures.push(reason) } as unknown as StatsService;
  const logger = { failure: (what: string) => failures.push(what) } as unknown as MonitorLogger;
  const alerts = (): InFlightAlerts => new InFlightAlerts(stats, logger);
  afterEach(() => {
    failures.length = 0;
  });

  it('continue in no context of the request that raised them', async () => {
    const context = new AsyncLocalStorage<string>();
    let continuations = 0;
    const hook = createHook({ before: () => void (context.getStore() === 'request' && continuations++) }).enable();
    const inFlight = alerts();
    const running = context.run('request', () => inFlight.run('http GET /a', async () => Promise.resolve(true)));
    await running;
    hook.disable();
    expect(continuations).toBe(0);
    expect(inFlight.has('http GET /a')).toBe(false);
  });

  it('are in flight until they have settled, and resolve to false when they reject', async () => {
    const inFlight = alerts();
    let reject: (error: Error) => void = () => undefined;
    const running = inFlight.run('http GET /a', () => new Promise((_resolve, fail) => (reject = fail)));
    expect(inFlight.has('http GET /a')).toBe(true);
    reject(new Error('no store'));
    await expect(running).resolves.toBe(false);
    expect(inFlight.has('http GET /a')).toBe(false);
    expect(failures).toEqual(['error', 'An alert could not be sent']);
  });
});
