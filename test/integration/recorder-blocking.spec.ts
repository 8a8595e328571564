import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Post } from '@nestjs/common';
import { delay, spin, TestApp } from './support/test-app.js';

/** Starts once the victim waits. */
let victimWaits: () => void = () => undefined;

function renderCsv(ms: number): number {
  const end = performance.now() + ms;
  let turns = 0;
  while (performance.now() < end) turns += 1;
  return turns;
}

@Controller()
class ExportController {
  @Get('victim')
  async victim(): Promise<string> {
    victimWaits();
    await delay(20);
    return 'victim';
  }
  @Post('export')
  async export(): Promise<string> {
    await delay(1);
    renderCsv(400);
    return 'exported';
  }
  @Post('export-on')
  async exportOn(): Promise<string> {
    await delay(1);
    renderCsv(400);
    await delay(500);
    return 'exported';
  }
  @Get('late')
  async late(): Promise<string> {
    this.kick();
    await delay(300);
    return 'late';
  }
  private kick(): void {
    setTimeout(() => spin(150), 20);
  }
}

describe('a request that others hold up', () => {
  let app: TestApp;
  afterEach(() => app.close());
  const victim = async (other: () => unknown) => {
    const waits = new Promise<void>(resolve => (victimWaits = resolve));
    const answer = fetch(`${app.url}/victim`);
    await waits;
    await other();
    await answer;
    return app.report('GET /victim');
  };

  it.each(['export', 'export-on'])('names the culprit and its function, ended or still in flight (%s)', async path => {
    app = await TestApp.start({ controllers: [ExportController] });
    let other: Promise<unknown> | undefined;
    // The culprit's request is there before the victim's wait ends: it takes the loop for 400 ms.
    const report = await victim(() => void (other = fetch(`${app.url}/${path}`, { method: 'POST' })));
    expect(report.verdict.kind).toBe('event-loop-blocked');
    expect(report.verdict.culprit).toMatchObject({ name: `POST /${path}`, function: 'renderCsv' });
    expect(report.accounting.blockedMs).toBeGreaterThan(200);
    await other;
  });

  it('says so when no execution holds the loop', async () => {
    app = await TestApp.start({ controllers: [ExportController] });
    const outside = setInterval(() => renderCsv(400), 5);
    const report = await victim(() => undefined).finally(() => clearInterval(outside));
    expect(report.verdict.kind).toBe('event-loop-blocked');
    expect(report.verdict.culprit?.name).toBe('code outside any watched execution');
  });

  it('is never its own culprit', async () => {
    app = await TestApp.start({ controllers: [ExportController] });
    await fetch(`${app.url}/late`);
    const report = await app.report('GET /late');
    expect(report.verdict.culprit?.name).not.toBe('GET /late');
    expect(report.accounting.cpuMs).toBeGreaterThan(100);
  });
});
