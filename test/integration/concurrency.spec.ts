import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Inject, Injectable } from '@nestjs/common';
import { SkipMonitoring, type Report, type TreeNode } from '../../lib/index.js';
import { delay, PLATFORMS, spanNames, spin, TestApp } from './support/test-app.js';

const COUNT = 50;

type Methods = Record<string, (this: { work: Methods }) => unknown>;

@Controller()
class WarmController {
  @Get('warm')
  @SkipMonitoring()
  warm(): string {
    return 'warm';
  }
}

/** 50 routes, each with functions that only it calls, of different CPU and wait profiles. */
function makeWorkload() {
  class Work {}
  class WorkController {
    constructor(readonly work: Methods) {}
  }
  Injectable()(Work);
  Controller()(WorkController);
  Inject(Work)(WorkController, undefined, 0);
  for (let n = 0; n < COUNT; n++) {
    const { slices, cpuMs, waitMs } = { slices: 2 + (n % 4), cpuMs: 8 + (n % 5) * 4, waitMs: 10 + (n % 7) * 15 };
    const functions: Methods = {
      [`burn${n}`]: () => spin(cpuMs),
      async [`wait${n}`]() {
        await delay(waitMs);
      },
      async [`handle${n}`]() {
        for (let i = 0; i < slices; i++) {
          Reflect.apply(functions[`burn${n}`] as () => void, undefined, []);
          await this.work[`wait${n}`]?.call(this);
        }
        return `done ${n}`;
      },
    };
    define(Work.prototype, `wait${n}`, functions);
    Get(`w${n}/:id`)(WorkController.prototype, `handle${n}`, define(WorkController.prototype, `handle${n}`, functions));
  }
  return { controllers: [WorkController, WarmController], providers: [Work] };
}

function define(prototype: object, name: string, functions: Methods): PropertyDescriptor {
  const descriptor = { value: functions[name], configurable: true, writable: true };
  Object.defineProperty(prototype, name, descriptor);
  return descriptor;
}

describe.each(PLATFORMS)('50 concurrent requests on %s', platform => {
  let app: TestApp;
  afterEach(() => app.close());

  it('each get a report with only their own functions and spans', async () => {
    app = await TestApp.start(makeWorkload(), { threshold: 40 }, platform);
    // One connection for each, opened before, so that only the requests run at the same time.
    await Promise.all(Array.from({ length: COUNT }, async () => (await fetch(`${app.url}/warm`)).text()));
    const answers = await Promise.all(
      Array.from({ length: COUNT }, async (_, n) => (await fetch(`${app.url}/w${n}/${n}?secret=${n}`)).text()),
    );
    expect(answers).toEqual(Array.from({ length: COUNT }, (_, n) => `done ${n}`));
    const reports = await app.reports();
    const { reasons, sent } = app.monitor.getStats().alerts;
    // On a busy machine some requests are victims of others, and have no report of their own.
    expect(reports.length + (reasons.victim ?? 0)).toBe(COUNT);
    expect(reports).toHaveLength(sent);
    expect(new Set(reports.map(report => report.execution.name)).size).toBe(reports.length);
    for (const report of reports) expectOnlyItsOwn(report);
  });
});

function expectOnlyItsOwn(report: Report): void {
  const n = /w(\d+)/.exec(report.execution.name)?.[1];
  const own = new Set([`burn${n}`, `handle${n}`, `wait${n}`]);
  const planted = namesIn(report.tree).filter(name => /^(burn|handle|wait)\d+$/.test(name));
  expect(planted.filter(name => !own.has(name))).toEqual([]);
  const spans = spanNames(report)
    .slice(1)
    .map(name => name.replace(/^\w+\./, ''));
  expect(spans).toContain(`wait${n}`);
  expect(spans.filter(name => !own.has(name))).toEqual([]);
  const { accounting } = report;
  const sum =
    accounting.cpuMs +
    accounting.gcMs +
    accounting.blockedMs +
    accounting.starvedMs +
    accounting.clientMs +
    accounting.unexplainedMs;
  const waiting = accounting.waiting.reduce((total, wait) => total + wait.ms, 0);
  expect(Math.abs(sum + waiting - report.execution.durationMs)).toBeLessThanOrEqual(1);
}

function namesIn(node: TreeNode): string[] {
  return [node.name, ...node.children.flatMap(namesIn)];
}
