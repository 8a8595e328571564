import asyncHooks from 'node:async_hooks';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import v8 from 'node:v8';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Controller, Get, Injectable, type INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { PerformanceMonitorModule, PerformanceMonitorService, Profile, type Alert } from '../../lib/index.js';
import { spanStorage } from '../../lib/tracing/execution-context.js';
import { RUNTIME_VERSIONS } from '../../lib/recorder/loop-refusal.js';
import { AlertNotifier, type Notifier } from '../../lib/index.js';
import { delay, LineLogger, until } from './support/test-app.js';

@Injectable()
class Work {
  @Profile()
  async wait(): Promise<string> {
    await delay(250);
    return 'waited';
  }
}

@Controller()
class WorkController {
  constructor(private readonly work: Work) {}
  @Get('work')
  get(): Promise<string> {
    return this.work.wait();
  }
}

@AlertNotifier()
@Injectable()
class Keeper implements Notifier {
  readonly name = 'keeper';
  readonly alerts: Alert[] = [];
  notify(alert: Alert): Promise<void> {
    this.alerts.push(alert);
    return Promise.resolve();
  }
}

describe('where async hooks can end the process', () => {
  let app: INestApplication;
  let directory: string;
  const logger = new LineLogger();
  /** The test runner has an `AsyncLocalStorage`, for which Node makes promise hooks without `settled`. */
  const promiseHooks = jest.spyOn(v8.promiseHooks, 'createHook');
  const hooks = [
    jest.spyOn(asyncHooks, 'createHook'),
    jest.spyOn(v8.promiseHooks, 'onSettled'),
    jest.spyOn(spanStorage, 'run'),
    jest.spyOn(spanStorage, 'enterWith'),
  ];

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'monitor-test-'));
    const monitor = PerformanceMonitorModule.forRoot({
      threshold: 200,
      recorder: { cpu: true },
      localFile: { outputDir: directory, formats: ['json'] },
    });
    const module = await Test.createTestingModule({
      imports: [monitor],
      controllers: [WorkController],
      providers: [Work, Keeper],
    })
      .overrideProvider(RUNTIME_VERSIONS)
      .useValue({ node: '22.12.0' })
      .compile();
    app = module.createNestApplication({ logger });
    await app.listen(0, '127.0.0.1');
  });
  afterAll(async () => {
    await app.close();
    jest.restoreAllMocks();
    await rm(directory, { recursive: true, force: true });
  });

  it('installs none and enters no context; answers, durations and alerts are there', async () => {
    const { port } = app.getHttpServer().address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/work`);
    expect(await response.text()).toBe('waited');
    await expect(app.get(Work).wait()).resolves.toBe('waited');
    const service = app.get(PerformanceMonitorService);
    expect(service.profile('named', () => 1)).toBe(1);
    const { alerts } = app.get(Keeper);
    await until(() => alerts.length > 0, 'an alert');
    const { execution, verdict, accounting, monitor } = alerts[0]?.report ?? {};
    expect(execution).toMatchObject({ name: 'GET /work', status: 200 });
    expect(execution?.durationMs).toBeGreaterThan(200);
    expect(verdict?.kind).toBe('unexplained');
    expect((accounting?.unexplainedMs ?? 0) / (execution?.durationMs ?? 0)).toBeGreaterThan(0.8);
    expect(monitor?.samples).toBe(0);
    expect(monitor?.degraded).toEqual([expect.stringMatching(/Node 22\.12\.0 .* update to 22\.22 or later/)]);
    expect(service.getStats().endpoints.map(({ name }) => name)).toEqual(['GET /work']);
    for (const hook of hooks) expect(hook).not.toHaveBeenCalled();
    for (const [made] of promiseHooks.mock.calls) expect(made.settled).toBeUndefined();
  });

  it('says so in one line', () => {
    const service = app.get(PerformanceMonitorService);
    service.disable();
    service.enable();
    const warnings = logger.ours().filter(line => line.startsWith('warn') && !line.includes('Slow:'));
    expect(warnings).toEqual([expect.stringContaining('update to 22.22 or later')]);
    expect(service.isEnabled()).toBe(true);
  });
});
