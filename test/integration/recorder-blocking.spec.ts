import { PerformanceObserver } from 'node:perf_hooks';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Post } from '@nestjs/common';
import { delay, spin, TestApp } from './support/test-app.js';

/** Starts once the victim waits. */
let victimWaits: () => void = () => undefined;

/** One for each case: V8 inlines a function that it has met before, and then samples name its caller. */
function renderCsv(): void {
  const end = performance.now() + 400;
  while (performance.now() < end);
}

function renderPdf(): void {
  const end = performance.now() + 400;
  while (performance.now() < end);
}

/** Makes garbage that outlives several collections, for long enough to hold the loop. */
function churn(): number {
  const end = performance.now() + 400;
  let kept: object[][] = [];
  while (performance.now() < end) {
    kept.push(Array.from({ length: 10_000 }, (_, i) => ({ i })));
    if (kept.length > 40) kept = kept.slice(20);
  }
  return kept.length;
}

@Controller()
class ExportController {
  @Get('victim')
  async victim(): Promise<string> {
    victimWaits();
    await delay(20);
    await delay(150);
    return 'victim';
  }
  @Post('export')
  async export(): Promise<string> {
    await delay(1);
    renderCsv();
    return 'exported';
  }
  @Post('export-on')
  async exportOn(): Promise<string> {
    await delay(1);
    renderPdf();
    await delay(500);
    return 'exported';
  }
  @Post('churn')
  async churn(): Promise<string> {
    await delay(1);
    return `${churn()}`;
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

  it.each([
    ['export', 'renderCsv'],
    ['export-on', 'renderPdf'],
  ])('names the culprit and its function, ended or still in flight (%s)', async (path, name) => {
    // The first culprit is not slow by that itself: the alert about it is its victim's.
    app = await TestApp.start({ controllers: [ExportController] }, { threshold: 500 });
    let other: Promise<unknown> | undefined;
    // The culprit's request is there before the victim's wait ends: it takes the loop for 400 ms.
    const report = await victim(() => void (other = fetch(`${app.url}/${path}`, { method: 'POST' })));
    expect(report.verdict.kind).toBe('event-loop-blocked');
    expect(report.verdict.culprit).toMatchObject({ name: `POST /${path}`, function: name });
    expect(report.accounting.blockedMs).toBeGreaterThan(200);
    await other;
  });

  it('is not told of the garbage that the culprit made', async () => {
    app = await TestApp.start({ controllers: [ExportController] }, { threshold: 500 });
    let collectedMs = 0;
    const observer = new PerformanceObserver(list => {
      for (const { duration } of list.getEntries()) collectedMs += duration;
    });
    observer.observe({ entryTypes: ['gc'] });
    let other: Promise<unknown> | undefined;
    const { accounting, verdict } = await victim(() => void (other = fetch(`${app.url}/churn`, { method: 'POST' })));
    await other;
    observer.disconnect();
    expect(collectedMs).toBeGreaterThan(10);
    expect(accounting.gcMs).toBeLessThan(collectedMs / 4);
    expect(accounting.blockedMs).toBeGreaterThan(200);
    expect(verdict).toMatchObject({ kind: 'event-loop-blocked', subject: 'POST /churn' });
  });

  it('says so when no execution holds the loop', async () => {
    app = await TestApp.start({ controllers: [ExportController] });
    const report = await victim(() => void setTimeout(() => spin(400), 5));
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
