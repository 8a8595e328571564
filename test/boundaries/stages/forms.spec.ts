import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Body,
  Controller,
  mixin,
  Post,
  Scope,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
  type INestApplication,
  type ModuleMetadata,
  type Type,
} from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import type { Report } from '../../../lib/index.js';
import {
  KINDS,
  Planted,
  SPANS,
  stageClasses,
  type StageClass,
  type StageKind,
} from '../../integration/support/stage-classes.js';
import { delay, TestApp } from '../../integration/support/test-app.js';
import { nodeOf, timersIn } from '../../integration/support/tree.js';

const STEP_MS = 120;

interface Form {
  readonly metadata?: ModuleMetadata;
  prepare?(app: INestApplication): void;
  /** Decorators of the controller, its method, and its parameter. */
  readonly onClass?: readonly unknown[];
  readonly onMethod?: readonly unknown[];
  readonly onParameter?: readonly unknown[];
}

const TOKENS: Record<StageKind, string> = {
  guard: APP_GUARD,
  pipe: APP_PIPE,
  interceptor: APP_INTERCEPTOR,
  'interceptor (after)': APP_INTERCEPTOR,
  filter: APP_FILTER,
};

/** `new (class SlowGuard)` behind a class without a name, as `mixin()` makes it. */
function mixed(type: StageClass): Type {
  return mixin(class extends type {});
}

const FORMS: Record<string, (type: StageClass, kind: StageKind) => Form> = {
  'an instance for useGlobal…()': (type, kind) => ({ prepare: app => useGlobal(app, kind, new type()) }),
  'a class for APP_…': (type, kind) => provided({ provide: TOKENS[kind], useClass: type }),
  'a factory for APP_…': (type, kind) => provided({ provide: TOKENS[kind], useFactory: () => new type() }),
  'a value for APP_…': (type, kind) => provided({ provide: TOKENS[kind], useValue: new type() }),
  'a provider for APP_…': (type, kind) => provided(type, { provide: TOKENS[kind], useExisting: type }),
  'a request-scoped class for APP_…': (type, kind) =>
    provided({ provide: TOKENS[kind], useClass: type, scope: Scope.REQUEST }),
  'a request-scoped factory for APP_…': (type, kind) =>
    provided({ provide: TOKENS[kind], useFactory: async () => new type(), scope: Scope.REQUEST }),
  'a class on the controller': type => ({ onClass: [type] }),
  'an instance on the controller': type => ({ onClass: [new type()] }),
  'a class on the method': type => ({ onMethod: [type] }),
  'an instance on the method': type => ({ onMethod: [new type()] }),
  'a mixin on the method': type => ({ onMethod: [mixed(type)] }),
  'an instance of a mixin on the method': type => ({ onMethod: [new (mixed(type))()] }),
};
const PIPE_FORMS: typeof FORMS = {
  'a class on the parameter': type => ({ onParameter: [type] }),
  'an instance on the parameter': type => ({ onParameter: [new type()] }),
};

function provided(...providers: NonNullable<ModuleMetadata['providers']>): Form {
  return { metadata: { providers } };
}

function useGlobal(app: INestApplication, kind: StageKind, stage: InstanceType<StageClass>): void {
  if (kind === 'guard') app.useGlobalGuards(stage);
  else if (kind === 'pipe') app.useGlobalPipes(stage);
  else if (kind === 'filter') app.useGlobalFilters(stage);
  else app.useGlobalInterceptors(stage);
}

function use(kind: StageKind, stages: readonly unknown[]): ClassDecorator & MethodDecorator {
  if (kind === 'guard') return UseGuards(...(stages as StageClass[]));
  if (kind === 'pipe') return UsePipes(...(stages as StageClass[]));
  if (kind === 'filter') return UseFilters(...(stages as StageClass[]));
  return UseInterceptors(...(stages as StageClass[]));
}

function controllerWith(kind: StageKind, { onClass = [], onMethod = [], onParameter = [] }: Form): Type {
  @Controller()
  @use(kind, onClass)
  class OrdersController {
    @Post('orders')
    @use(kind, onMethod)
    place(@Body('sku', ...(onParameter as StageClass[])) sku: string): string {
      if (kind === 'filter') throw new Planted(sku);
      return `placed ${sku}`;
    }
  }
  return OrdersController;
}

describe('a slow stage', () => {
  const open: TestApp[] = [];
  afterEach(async () => {
    for (const app of open.splice(0)) await app.close();
  });

  async function send(form: Form, kind: StageKind): Promise<Report> {
    const metadata = { ...form.metadata, controllers: [controllerWith(kind, form)] };
    const app = await TestApp.start(metadata, { threshold: STEP_MS / 2 }, 'express', form.prepare);
    open.push(app);
    await app.warm();
    const answer = await fetch(`${app.url}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"sku":"A"}',
    });
    const expected = kind === 'filter' ? [418, '{"caught":"A"}'] : [201, 'placed A'];
    expect([answer.status, await answer.text()]).toEqual(expected);
    expect(app.logger.ours().filter(line => line.startsWith('error'))).toEqual([]);
    return app.report('POST /orders');
  }

  const cases = KINDS.flatMap(kind =>
    Object.entries({ ...FORMS, ...(kind === 'pipe' && PIPE_FORMS) }).map(([name, make]) => ({ kind, name, make })),
  );

  it.each(cases)('$kind, given as $name, is the subject of the wait', async ({ kind, make }) => {
    const type = stageClasses(() => delay(STEP_MS))[kind];
    const report = await send(make(type, kind), kind);
    const span = report.timeline.spans.find(({ name }) => name === SPANS[kind]);
    expect(span?.kind).toBe('provider');
    expect(span?.totalMs).toBeGreaterThanOrEqual(STEP_MS - 5);
    expect(nodeOf(report.tree, SPANS[kind])?.ms).toBeGreaterThanOrEqual(STEP_MS * 0.8);
    for (const subject of timersIn(report)) expect(subject).toBe(SPANS[kind]);
  });
});
