import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  Controller,
  Get,
  Injectable,
  Module,
  type INestApplication,
  type OnModuleInit,
  type Provider,
} from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import { HttpBoundary } from '../../lib/boundaries/http/http.boundary.js';
import { InterceptorPlacement } from '../../lib/boundaries/http/interceptor-placement.js';
import { TracerService } from '../../lib/tracing/tracer.service.js';
import { processWide } from '../../lib/platform/process-wide.js';
import { PerformanceMonitorModule, PerformanceMonitorService } from '../../lib/index.js';
import { CustomNotifiers } from '../../lib/notifiers/custom/custom-notifiers.js';
import { Notifications } from '../../lib/module/notifications.js';
import { processCpuSampler } from '../../lib/recorder/sampling/cpu-sampler.js';
import { FlightRecorder } from '../../lib/recorder/flight-recorder.js';
import { GcLog } from '../../lib/recorder/log/gc-log.js';
import { ResumeLog } from '../../lib/recorder/log/resume-log.js';
import { SourceMapResolver } from '../../lib/report/source-maps/source-maps.js';
import { LineLogger, until } from './support/test-app.js';

@Controller()
class WorkController {
  @Get('work')
  get(): string {
    return 'done';
  }
}

/** A step of the start that waits until it is let go. */
class Gate {
  isReached = false;
  open = (): void => undefined;
  private readonly opened = new Promise<void>(resolve => (this.open = resolve));
  reach(): Promise<void> {
    this.isReached = true;
    return this.opened;
  }
}

describe('the monitor', () => {
  let logger = new LineLogger();
  let app: INestApplication | undefined;
  beforeEach(() => {
    logger = new LineLogger();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await app?.close();
    app = undefined;
  });

  async function create(...providers: Provider[]): Promise<INestApplication> {
    class AppModule {}
    Module({
      imports: [PerformanceMonitorModule.forRoot({ localFile: false, recorder: { cpu: true } })],
      controllers: [WorkController],
      providers,
    })(AppModule);
    app = await NestFactory.create(AppModule, { logger, abortOnError: false });
    return app;
  }
  const monitorOf = (host: INestApplication): PerformanceMonitorService => host.get(PerformanceMonitorService);
  const hookOf = (host: INestApplication): unknown => Reflect.get(host.getHttpAdapter(), 'onRequestHook');
  const samplerUsers = (): number => (Reflect.get(processCpuSampler, 'listeners') as Set<unknown>).size;
  function expectNothingRuns(host: INestApplication): void {
    const recorder = host.get(FlightRecorder, { strict: false });
    expect(host.get(TracerService, { strict: false }).isActive).toBe(false);
    expect(Reflect.get(recorder, 'timer')).toBeUndefined();
    expect(Reflect.get(Reflect.get(recorder, 'gcLog') as GcLog, 'observer')).toBeUndefined();
    expect([samplerUsers(), hookOf(host)]).toEqual([0, undefined]);
  }
  const errors = (): string[] => logger.ours().filter(line => line.startsWith('error'));

  it('leaves nothing running when the recorder cannot start, and can be enabled later', async () => {
    const start = jest.spyOn(ResumeLog.prototype, 'start').mockImplementation(() => {
      throw new Error('no hooks today');
    });
    const host = await create();
    await host.init();
    expectNothingRuns(host);
    expect(errors()).toEqual([expect.stringMatching(/could not start, and watches nothing.*no hooks today/)]);
    expect(() => monitorOf(host).enable()).not.toThrow();
    expectNothingRuns(host);
    expect(errors()).toHaveLength(2);
    expect(errors()[1]).toMatch(/could not be enabled, and watches nothing.*no hooks today/);
    start.mockRestore();
    monitorOf(host).enable();
    expect([monitorOf(host).isEnabled(), samplerUsers()]).toEqual([true, 1]);
  });

  it('does not start for an application that was closed while another provider started', async () => {
    const gate = new Gate();
    @Injectable()
    class Slow implements OnModuleInit {
      onModuleInit = (): Promise<void> => gate.reach();
    }
    const host = await create(Slow);
    const begun = host.init();
    await until(() => gate.isReached, 'the slow provider');
    const ended = host.close();
    const { primary } = host.get(PerformanceMonitorService) as unknown as { primary: { isClosed: boolean } };
    await until(() => primary.isClosed, 'our own end');
    gate.open();
    await Promise.allSettled([begun, ended]);
    expectNothingRuns(host);
    expect(logger.ours()).toEqual([]);
  });

  it('stops for an application that was closed while the monitor started', async () => {
    const gate = new Gate();
    const host = await create();
    const notifications = host.get(Notifications, { strict: false });
    const start = notifications.start.bind(notifications);
    jest.spyOn(notifications, 'start').mockImplementation(() => gate.reach().then(start));
    const add = jest.spyOn(host.get(CustomNotifiers, { strict: false }), 'add');
    const begun = host.init();
    await until(() => gate.isReached, 'the notifiers');
    await host.close();
    gate.open();
    await begun;
    expectNothingRuns(host);
    expect(add).not.toHaveBeenCalled();
    const watchers = processWide('watchers', () => new WeakMap<ModulesContainer, unknown>());
    expect(watchers.has(host.get(ModulesContainer))).toBe(false);
    expect(errors()).toEqual([]);
  });

  it('closes the application, and runs its other steps, when steps fail', async () => {
    const host = await create();
    await host.init();
    const fail = (): never => {
      throw new Error('on purpose');
    };
    const http = host.get(HttpBoundary, { strict: false });
    const detach = jest.spyOn(http, 'detach');
    jest.spyOn(host.get(InterceptorPlacement, { strict: false }), 'detach').mockImplementation(fail);
    jest.spyOn(host.get(Notifications, { strict: false }), 'close').mockRejectedValue(new Error('on purpose'));
    jest.spyOn(host.get(SourceMapResolver, { strict: false }), 'close').mockRejectedValue(new Error('on purpose'));
    await host.close();
    expectNothingRuns(host);
    expect(detach).toHaveBeenCalledTimes(1);
    expect(errors().map(line => /for ([\w ]+) could not be stopped/.exec(line)?.[1])).toEqual([
      'executions of kind http',
      'notifiers',
      'source maps',
    ]);
  });
});
