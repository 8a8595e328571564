import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Get } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { FlightRecorder } from '../../lib/recorder/flight-recorder.js';
import type { RecentExecutions } from '../../lib/recorder/log/recent-executions.js';
import { deafStandIn, standIns, type StandIn } from '../integration/support/server-stand-ins.js';
import { delay, PLATFORMS, TestApp, until } from '../integration/support/test-app.js';

@Controller()
class SlowController {
  @Get('slow')
  async slow(): Promise<string> {
    await delay(250);
    return 'done';
  }
}

describe.each(PLATFORMS)('requests without a server on %s', platform => {
  let app: TestApp;
  beforeEach(async () => {
    app = await TestApp.start({ controllers: [SlowController] }, {}, platform);
    // Nothing is watched of it, and what the first request compiles is no part of the next.
    await send(deafStandIn);
  });
  afterEach(() => app.close());

  const send = (standIn: StandIn): Promise<string> => {
    if (platform === 'express') return standIn((app.app as NestExpressApplication).getHttpAdapter().getInstance());
    const fastify = (app.app as NestFastifyApplication).getHttpAdapter().getInstance();
    return standIn((request, response) => fastify.routing(request, response));
  };
  const isAnyInFlight = (): boolean => {
    const executions = Reflect.get(app.app.get(FlightRecorder), 'executions') as RecentExecutions;
    return executions.oldestNeeded(0) !== undefined;
  };

  it.each(Object.entries(standIns))('with %s end with their response, once', async (_name, standIn) => {
    for (let turn = 0; turn < 3; turn += 1) expect(await send(standIn)).toBe('done');
    await until(() => app.monitor.getStats().executions === 3, 'three executions');
    const report = await app.report('GET /slow');
    expect(report.execution).toMatchObject({ outcome: 'ok', status: 200, handler: 'SlowController.slow' });
    expect(report.verdict.kind).toBe('timer');
    await until(() => !isAnyInFlight(), 'the end of all executions');
    expect(app.monitor.getStats()).toMatchObject({ executions: 3, slow: 3, alerts: { sent: 1 } });
  });

  it('are not watched when nothing signals their end', async () => {
    expect(await send(deafStandIn)).toBe('done');
    expect(isAnyInFlight()).toBe(false);
    expect(app.monitor.getStats().executions).toBe(0);
    expect(app.logger.ours()).toEqual([]);
  });
});
