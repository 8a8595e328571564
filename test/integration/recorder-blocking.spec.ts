import { PerformanceObserver } from 'node:perf_hooks';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Post } from '@nestjs/common';
import { SlowThreshold } from '../../lib/index.js';
import { delay, spin, TestApp, until } from './support/test-app.js';
import { ownMs } from '../support/own-time.js';

/** Starts once the victim waits. */
let victimWaits: () => void = () => undefined;
let victimWaitsSince = 0;
let isLoopHeld = false;

/** CPU time of the process in which samples meet the culprit, however long the machine takes for it. */
const CPU_MS = 300;

/**
 * However long the culprit took to come, the victim waits for the held loop for most of its time.
 *
 * @returns a function that is true once the loop was held for long enough
 */
function holdLoop(): () => boolean {
  isLoopHeld = true;
  const now = performance.now();
  const end = now + Math.max(400, 3 * (now - victimWaitsSince));
  const before = process.cpuUsage();
  return () => performance.now() >= end && process.cpuUsage(before).user >= CPU_MS * 1_000;
}

/** One for each case: V8 inlines a function that it has met before, and then samples name its caller. */
function renderCsv(): void {
  const isOver = holdLoop();
  while (!isOver()) for (let i = 0; i < 100_000; i += 1);
}

function renderPdf(): void {
  const isOver = holdLoop();
  while (!isOver()) for (let i = 0; i < 100_000; i += 1);
}

/** Makes garbage that outlives several collections, for long enough to hold the loop. */
function churn(): number {
  const isOver = holdLoop();
  let kept: object[][] = [];
  while (!isOver()) {
    kept.push(Array.from({ length: 10_000 }, (_, i) => ({ i })));
    if (kept.length > 40) kept = kept.slice(20);
  }
  return kept.length;
}

@Controller()
class ExportController {
  @Get('victim')
  async victim(): Promise<string> {
    isLoopHeld = false;
    victimWaitsSince = performance.now();
    victimWaits();
    await until(() => isLoopHeld, 'what holds the loop');
    return 'victim';
  }
  @SlowThreshold('1h')
  @Post('export')
  async export(): Promise<string> {
    await delay(1);
    renderCsv();
    return 'exported';
  }
  @SlowThreshold('1h')
  @Post('export-on')
  async exportOn(): Promise<string> {
    await delay(1);
    renderPdf();
    await delay(500);
    return 'exported';
  }
  @SlowThreshold('1h')
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
    // The culprit is not slow itself, by its decorator: the alert is its victim's.
    app = await TestApp.start({ controllers: [ExportController] }, { threshold: 300 });
    let other: Promise<unknown> | undefined;
    // The culprit's request is there before the victim's wait ends: it takes the loop for 400 ms.
    const report = await victim(() => void (other = fetch(`${app.url}/${path}`, { method: 'POST' })));
    expect(report.verdict.kind).toBe('event-loop-blocked');
    expect(report.verdict.culprit).toMatchObject({ name: `POST /${path}`, function: name });
    expect(report.accounting.blockedMs).toBeGreaterThan(200);
    await other;
  });

  it('is not told of the garbage that the culprit made', async () => {
    app = await TestApp.start({ controllers: [ExportController] }, { threshold: 300 });
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
    const report = await victim(() => void setTimeout(() => renderPdf(), 5));
    expect(report.verdict.kind).toBe('event-loop-blocked');
    expect(report.verdict.culprit?.name).toBe('code outside any watched execution');
  });

  it('is never its own culprit', async () => {
    app = await TestApp.start({ controllers: [ExportController] });
    await fetch(`${app.url}/late`);
    const report = await app.report('GET /late');
    expect(report.verdict.culprit?.name).not.toBe('GET /late');
    expect(ownMs(report.accounting)).toBeGreaterThan(100);
  });
});
