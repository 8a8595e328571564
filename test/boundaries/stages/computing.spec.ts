import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Param, UseFilters, UseGuards, UseInterceptors, UsePipes } from '@nestjs/common';
import type { Report } from '../../../lib/index.js';
import { LEARNING_CALLS } from '../../../lib/instrumentation/stages/stage.interface.js';
import {
  KINDS,
  Planted,
  SPANS,
  stageClasses,
  type Act,
  type StageKind,
} from '../../integration/support/stage-classes.js';
import { delay, PLATFORMS, spin, TestApp, type Platform } from '../../integration/support/test-app.js';
import { nodeOf } from '../../integration/support/tree.js';

const STEP_MS = 150;

/** Time in functions directly below a span: none of it is in spans within it. */
function computedIn({ tree }: Report, name: string): number {
  const frames = nodeOf(tree, name)?.children.filter(({ type }) => type === 'frame' || type === 'gc') ?? [];
  return frames.reduce((sum, { ms }) => sum + ms, 0);
}

describe('a stage that computes', () => {
  const open: TestApp[] = [];
  let act: Act = () => undefined;
  afterEach(async () => {
    for (const app of open.splice(0)) await app.close();
    act = () => undefined;
  });

  /** An application with one stage of each kind, which do as `act` says. */
  async function start(kind: StageKind, platform: Platform = 'express'): Promise<TestApp> {
    const stages = stageClasses(() => act());
    const quiet = stageClasses(() => undefined);
    const pick = (each: StageKind) => (each === kind ? stages[each] : quiet[each]);

    @Controller()
    @UseGuards(pick('guard'))
    @UseInterceptors(pick('interceptor'), pick('interceptor (after)'))
    @UseFilters(pick('filter'))
    class OrdersController {
      @Get(['orders/:id', 'returns/:id'])
      @UsePipes(pick('pipe'))
      async find(@Param('id') id: string): Promise<string> {
        await delay(1);
        if (kind === 'filter') throw new Planted(id);
        return id;
      }
    }
    const app = await TestApp.start({ controllers: [OrdersController] }, { threshold: STEP_MS / 2 }, platform);
    open.push(app);
    await app.warm();
    return app;
  }
  const text = async (app: TestApp, id: string | number): Promise<string> =>
    (await fetch(`${app.url}/orders/${id}`)).text();

  const cases = PLATFORMS.flatMap(platform => KINDS.map(kind => ({ platform, kind })));

  it.each(cases)('has its own part of the tree: $kind on $platform', async ({ kind, platform }) => {
    const app = await start(kind, platform);
    act = () => void spin(STEP_MS);
    expect(await text(app, 'A')).toBe(kind === 'filter' ? '{"caught":"A"}' : 'A');
    const report = await app.report('GET /orders/:id');
    expect(computedIn(report, SPANS[kind])).toBeGreaterThanOrEqual(STEP_MS * 0.8);
    expect(report.timeline.spans.filter(({ name }) => name === SPANS[kind])).toHaveLength(1);
  });

  it.each(KINDS)('is found after calls that took no time, too: %s', async kind => {
    const app = await start(kind);
    // The machine may be busy: these calls must not be the reported ones.
    app.monitor.updateOptions({ threshold: '1h' });
    for (let call = 0; call <= LEARNING_CALLS; call += 1) await text(app, call);
    app.monitor.updateOptions({ threshold: STEP_MS / 2 });
    act = () => void spin(STEP_MS);
    expect(await text(app, 'A')).toBe(kind === 'filter' ? '{"caught":"A"}' : 'A');
    const report = await app.report('GET /orders/:id');
    expect(computedIn(report, SPANS[kind])).toBeGreaterThanOrEqual(STEP_MS * 0.8);
  });

  it.each(KINDS)('has a span for the first wait after such calls, and is its subject from then on: %s', async kind => {
    const app = await start(kind);
    app.monitor.updateOptions({ threshold: '1h' });
    for (let call = 0; call <= LEARNING_CALLS; call += 1) await text(app, call);
    app.monitor.updateOptions({ threshold: STEP_MS / 2 });
    act = () => delay(STEP_MS);
    await text(app, 'A');
    const first = await app.report('GET /orders/:id');
    const span = first.timeline.spans.find(({ name, totalMs }) => name === SPANS[kind] && totalMs >= STEP_MS - 5);
    expect(span).toBeDefined();
    await (await fetch(`${app.url}/returns/B`)).text();
    const second = await app.report('GET /returns/:id');
    expect(nodeOf(second.tree, SPANS[kind])?.ms).toBeGreaterThanOrEqual(STEP_MS * 0.8);
  });
});
