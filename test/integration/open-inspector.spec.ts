import * as inspector from 'node:inspector';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Param } from '@nestjs/common';
import { spin, TestApp, until } from './support/test-app.js';

@Controller()
class WorkController {
  @Get('first/:id')
  first(@Param('id') id: string): string {
    return id + String(spin(250));
  }

  @Get('more/:id')
  more(@Param('id') id: string): string {
    return id + String(spin(250));
  }

  @Get('last/:id')
  last(@Param('id') id: string): string {
    return id + String(spin(250));
  }
}

/** Stands for a front end: V8 sends it what it sends DevTools. */
class FrontEnd {
  started = 0;
  finished = 0;
  private readonly session = new inspector.Session();

  attach(): void {
    this.session.connect();
    this.session.on('Profiler.consoleProfileStarted', () => (this.started += 1));
    this.session.on('Profiler.consoleProfileFinished', () => (this.finished += 1));
    this.session.post('Profiler.enable');
  }

  detach(): void {
    this.session.disconnect();
  }
}

describe('while the inspector is open', () => {
  let app: TestApp;
  let frontEnd: FrontEnd;
  beforeEach(() => void (frontEnd = new FrontEnd()));
  afterEach(async () => {
    frontEnd.detach();
    if (inspector.url() !== undefined) inspector.close();
    await app.close();
  });

  const lines = (): string[] => app.logger.ours().filter(line => line.includes('CPU sampling'));

  /** The recorder rotates once a second while there are requests. */
  const turnsUntil = (text: string): Promise<void> =>
    until(async () => {
      await fetch(`${app.url}/`);
      return lines().some(line => line.includes(text));
    }, `the line "${text}"`);

  it('no profile of the monitor reaches a front end, and the report and one line say that none was made', async () => {
    inspector.open(0, '127.0.0.1');
    frontEnd.attach();
    app = await TestApp.start({ controllers: [WorkController] });
    await fetch(`${app.url}/first/1`);
    const { monitor, verdict } = await app.report('GET /first/:id');
    expect(verdict.kind).toBe('cpu');
    expect(monitor).toMatchObject({ samples: 0, samplingIntervalMs: 0 });
    expect(monitor.degraded).toEqual([expect.stringContaining('while the inspector was open')]);
    expect(frontEnd).toMatchObject({ started: 0, finished: 0 });
    expect(lines()).toEqual([expect.stringMatching(/^warn .* pauses while the inspector is open/)]);
  });

  it('sampling pauses when it is opened later, and continues when it is closed', async () => {
    app = await TestApp.start({ controllers: [WorkController] });
    await fetch(`${app.url}/first/1`);
    expect((await app.report('GET /first/:id')).monitor.degraded).toEqual([]);
    inspector.open(0, '127.0.0.1');
    frontEnd.attach();
    await turnsUntil(' pauses ');
    await fetch(`${app.url}/more/1`);
    const paused = await app.report('GET /more/:id');
    expect(paused.monitor.degraded).toEqual([expect.stringContaining('while the inspector was open')]);
    expect(frontEnd).toMatchObject({ started: 0, finished: 0 });
    frontEnd.detach();
    inspector.close();
    await turnsUntil(' continues');
    await fetch(`${app.url}/last/1`);
    const resumed = await app.report('GET /last/:id');
    expect(resumed.monitor.degraded).toEqual([]);
    expect(resumed.monitor.samples).toBeGreaterThan(0);
  });
});
