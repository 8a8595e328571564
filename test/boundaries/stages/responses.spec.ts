import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Body,
  ClassSerializerInterceptor,
  Controller,
  Get,
  Param,
  ParseIntPipe,
  Post,
  Render,
  UseInterceptors,
  ValidationPipe,
  type INestApplication,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Report } from '../../../lib/index.js';
import { delay, PLATFORMS, spanNames, spin, TestApp, type Platform } from '../../integration/support/test-app.js';
import { nodeOf } from '../../integration/support/tree.js';

const STEP_MS = 150;

class Order {
  constructor(readonly sku = 'A') {}
}

/** A document that takes long to serialize. */
class Large {
  toJSON(): string {
    spin(STEP_MS);
    return 'large';
  }
}

/** Stands in for the packages class-validator and class-transformer. */
const packages = {
  validatorPackage: { validate: () => delay(STEP_MS).then(() => []) },
  transformerPackage: {
    plainToInstance: (_: unknown, value: { sku: string }) => new Order(value.sku),
    classToPlain: (value: unknown) => value,
    instanceToPlain: (value: unknown) => value,
  },
};
const serializer = {
  transformerPackage: {
    ...packages.transformerPackage,
    classToPlain: (value: unknown): unknown => serialized(value),
    instanceToPlain: (value: unknown): unknown => serialized(value),
  },
};

function serialized(value: unknown): unknown {
  spin(STEP_MS);
  return value;
}

/** A view of Express that takes long to render. */
class SlowView {
  readonly path = 'page';
  render(_: object, done: (error: null, text: string) => void): void {
    spin(STEP_MS);
    done(null, '<p>page</p>');
  }
}

@Controller()
class OrdersController {
  @Post('validated')
  place(@Body() order: Order): string {
    return order.sku;
  }

  @Get('number/:id')
  async number(@Param('id', ParseIntPipe) id: number): Promise<string> {
    await delay(STEP_MS);
    return String(id);
  }

  @Get('serialized')
  @UseInterceptors(new ClassSerializerInterceptor(new Reflector(), serializer as never))
  serialized(): Order {
    return new Order();
  }

  @Get('large')
  large(): object {
    return { document: new Large() };
  }

  @Get('page')
  @Render('page')
  page(): object {
    return {};
  }
}

describe('a slow step of Nest', () => {
  const open: TestApp[] = [];
  afterEach(async () => {
    for (const app of open.splice(0)) await app.close();
  });

  async function start(platform: Platform, prepare?: (app: INestApplication) => void): Promise<TestApp> {
    const options = { threshold: STEP_MS / 2 };
    const app = await TestApp.start({ controllers: [OrdersController] }, options, platform, prepare);
    open.push(app);
    await app.warm();
    return app;
  }
  const longest = ({ timeline }: Report, name: string): number =>
    Math.max(0, ...timeline.spans.filter(span => span.name === name).map(({ totalMs }) => totalMs));

  it.each(PLATFORMS)('that validates is a span with the name of its pipe (%s)', async platform => {
    const app = await start(platform, host => host.useGlobalPipes(new ValidationPipe(packages as never)));
    const answer = await fetch(`${app.url}/validated`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"sku":"B"}',
    });
    expect([answer.status, await answer.text()]).toEqual([201, 'B']);
    const report = await app.report('POST /validated');
    expect(longest(report, 'ValidationPipe.transform')).toBeGreaterThanOrEqual(STEP_MS - 5);
    expect(nodeOf(report.tree, 'ValidationPipe.transform')?.ms).toBeGreaterThanOrEqual(STEP_MS * 0.8);
  });

  it('that only parses a number is no span', async () => {
    const app = await start('express');
    expect(await (await fetch(`${app.url}/number/7`)).text()).toBe('7');
    expect(spanNames(await app.report('GET /number/:id'))).toEqual(['GET /number/:id', 'OrdersController.number']);
  });

  it.each(PLATFORMS)(
    'that serializes instances is the part of its interceptor after the handler (%s)',
    async platform => {
      const app = await start(platform);
      expect(await (await fetch(`${app.url}/serialized`)).json()).toEqual({ sku: 'A' });
      const report = await app.report('GET /serialized');
      expect(longest(report, 'ClassSerializerInterceptor.intercept (after)')).toBeGreaterThanOrEqual(STEP_MS - 5);
    },
  );

  it.each([
    ['express', 'ExpressAdapter.reply'],
    ['fastify', 'FastifyAdapter.reply'],
  ] as const)('that writes JSON is the reply of its adapter (%s)', async (platform, name) => {
    const app = await start(platform);
    const adapter = app.app.getHttpAdapter();
    expect(await (await fetch(`${app.url}/large`)).json()).toEqual({ document: 'large' });
    const report = await app.report('GET /large');
    expect(longest(report, name)).toBeGreaterThanOrEqual(STEP_MS - 5);
    await app.close();
    open.length = 0;
    expect(Object.hasOwn(adapter, 'reply')).toBe(false);
  });

  it('that renders a view is a span', async () => {
    const app = await start('express', host => {
      const express = host.getHttpAdapter().getInstance() as { set(name: string, value: unknown): void };
      express.set('view', SlowView);
    });
    expect(await (await fetch(`${app.url}/page`)).text()).toBe('<p>page</p>');
    expect(longest(await app.report('GET /page'), 'ExpressAdapter.render')).toBeGreaterThanOrEqual(STEP_MS - 5);
  });
});
