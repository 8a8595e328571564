import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, Res } from '@nestjs/common';
import type { ServerResponse } from 'node:http';
import { interval, type Observable } from 'rxjs';
import { Profile, SkipMonitoring, SlowThreshold } from '../../lib/index.js';
import { PLATFORMS, TestApp, until } from '../integration/support/test-app.js';
import { Upstream } from '../integration/support/upstream.js';

const STUCK_AFTER_MS = 1_500;
let upstream: Upstream;

@Injectable()
class CarrierService {
  async quote(): Promise<string> {
    return (await fetch(`${upstream.url}/never`)).text();
  }

  @Profile()
  async *values(): AsyncGenerator<number, void> {
    yield 1;
    yield 2;
  }

  @Profile()
  stream(): Observable<number> {
    return interval(20);
  }
}

@Controller()
class HangingController {
  constructor(private readonly carrier: CarrierService) {}

  @Get('hang/:id')
  hang(): Promise<string> {
    return this.carrier.quote();
  }

  @Get('unmatched-threshold')
  @SlowThreshold('1h')
  patient(): Promise<string> {
    return this.carrier.quote();
  }

  @Get('skipped')
  @SkipMonitoring()
  skipped(): Promise<string> {
    return this.carrier.quote();
  }

  /** A download whose rest is late. */
  @Get('begun')
  async begun(@Res() response: { readonly raw?: ServerResponse } & ServerResponse): Promise<void> {
    const raw = response.raw ?? response;
    raw.writeHead(200, { 'content-type': 'text/csv' });
    raw.write('id\n');
    await this.carrier.quote().catch(() => undefined);
    raw.end();
  }
}

describe.each(PLATFORMS)('a request that hangs, on %s', platform => {
  let app: TestApp;
  beforeEach(async () => {
    upstream = new Upstream();
    await upstream.listen();
    app = await TestApp.start(
      { controllers: [HangingController], providers: [CarrierService] },
      { stuckAfter: STUCK_AFTER_MS },
      platform,
    );
    await app.warm();
  });
  afterEach(() => app.close());

  it('is reported while it hangs, with its wait, and once more at its end', async () => {
    const others = ['/unmatched-threshold', '/skipped', '/begun'].map(path => fetch(app.url + path));
    await until(() => upstream.requests === 3, 'the other requests');
    const hanging = fetch(`${app.url}/hang/secret-7`);
    await until(() => app.logger.ours().some(line => line.includes('Stuck: GET /hang/:id')), 'the alert');
    const reports = await app.reports();
    const [stuck, ...rest] = reports.filter(({ execution }) => execution.stuck);
    expect(rest).toEqual([]);
    expect(stuck?.execution).toMatchObject({
      kind: 'http',
      name: 'GET /hang/:id',
      stuck: true,
      handler: 'HangingController.hang',
    });
    expect(stuck?.execution).not.toHaveProperty('status');
    expect(stuck?.execution).not.toHaveProperty('endedBy');
    expect(stuck?.execution.durationMs).toBeGreaterThanOrEqual(STUCK_AFTER_MS);
    expect(stuck?.verdict.kind).toBe('io');
    expect(stuck?.verdict.headline).toMatch(/^Still running after [\d.]+ s; CarrierService\.quote is waiting for GET /);
    expect(stuck?.verdict.headline).toContain(`${upstream.host}/never`);
    expect(stuck?.accounting.unexplainedMs).toBeLessThan(100);
    expect(app.monitor.getStats().endpoints.map(({ name }) => name)).not.toContain('GET /hang/:id');

    await upstream.close();
    expect((await hanging).status).toBe(500);
    await Promise.all(others);
    const ofHanging = async (): Promise<unknown[]> =>
      (await app.reports())
        .filter(({ execution }) => execution.name === 'GET /hang/:id')
        .map(({ execution: { outcome, stuck: isStuck } }) => [outcome, isStuck])
        .sort();
    await until(async () => (await ofHanging()).length > 1, 'the report about the end');
    expect(await ofHanging()).toEqual([
      ['error', undefined],
      ['ok', true],
    ]);
  });

  it('is reported of a profiled function, and of no generator or Observable that gives values', async () => {
    const carrier = app.app.get(CarrierService);
    const values = carrier.values();
    expect(await values.next()).toEqual({ value: 1, done: false });
    const stream = carrier.stream().subscribe();
    const nightly = app.monitor.profile('nightly', () => carrier.quote()).catch(() => undefined);
    const report = await app.report('nightly');
    expect(report.execution).toMatchObject({ kind: 'function', stuck: true });
    expect(report.verdict.headline).toMatch(
      /^Still running after [\d.]+ s; CarrierService\.quote is waiting for GET \S+$/,
    );
    expect((await app.reports()).filter(each => each.execution.stuck)).toHaveLength(1);
    stream.unsubscribe();
    await values.return();
    await upstream.close();
    await nightly;
  });

  it('is among the active executions, with its wait', async () => {
    await until(() => app.monitor.active().length === 0, 'the end of the first request');
    const hanging = fetch(`${app.url}/hang/secret-7`);
    await until(() => upstream.requests === 1, 'the request');
    const [active, ...rest] = app.monitor.active();
    expect(rest).toEqual([]);
    expect(active).toEqual({
      kind: 'http',
      name: 'GET /hang/:id',
      ageMs: expect.any(Number),
      span: 'CarrierService.quote',
      waitingFor: `GET ${upstream.host}/never`,
    });
    expect(active?.ageMs).toBeGreaterThan(0);
    await upstream.close();
    await hanging;
    await until(() => app.monitor.active().length === 0, 'the end of the request');
  });
});
