import { afterEach, describe, expect, it } from '@jest/globals';
import createKnex from 'knex';
import { Pool } from 'pg';
import type { PerformanceMonitorOptions } from '../../lib/index.js';
import { TestApp } from '../integration/support/test-app.js';

describe('the libraries that an application has', () => {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).toReversed()) await close();
  });

  async function start(options?: PerformanceMonitorOptions): Promise<TestApp> {
    // Neither opens a connection before its first query.
    const pool = new Pool();
    const knex = createKnex({ client: 'pg' });
    closers.push(
      () => pool.end(),
      () => knex.destroy(),
    );
    const providers = [
      { provide: 'POOL', useValue: pool },
      { provide: 'KNEX', useValue: knex },
    ];
    const app = await TestApp.start({ providers }, options);
    closers.push(() => app.close());
    return app;
  }

  it('are in the statistics, and in one line at the start', async () => {
    const app = await start();
    expect(app.monitor.getStats().libraries).toEqual(['undici', 'node-http', 'pg', 'knex']);
    expect(app.logger.ours()).toEqual(['log [PerformanceMonitor] Operations of pg and knex are recorded']);
    app.monitor.resetStats();
    expect(app.monitor.getStats().libraries).toContain('pg');
  });

  it('do not include those that are switched off', async () => {
    const app = await start({ libraries: { pg: false, undici: false } });
    expect(app.monitor.getStats().libraries).toEqual(['node-http', 'knex']);
    expect((await start({ libraries: false })).monitor.getStats().libraries).toEqual([]);
    expect((await start({ enabled: false })).monitor.getStats().libraries).toEqual([]);
  });
});
