import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Controller,
  Get,
  Inject,
  Injectable,
  mixin,
  Param,
  UseGuards,
  UseInterceptors,
  type CanActivate,
  type NestInterceptor,
  type PipeTransform,
  type Type,
} from '@nestjs/common';
import type { CallHandler } from '@nestjs/common';
import type { Report } from '../../lib/index.js';
import { delay, spanNames, TestApp } from './support/test-app.js';

const STEP_MS = 80;

/** Like `AuthGuard('jwt')` of Passport. */
function AuthGuard(): Type<CanActivate> {
  class MixinAuthGuard implements CanActivate {
    async canActivate(): Promise<boolean> {
      await delay(STEP_MS);
      return true;
    }
  }
  return mixin(MixinAuthGuard);
}

function FileInterceptor(): Type<NestInterceptor> {
  class MixinInterceptor implements NestInterceptor {
    async intercept(_: unknown, next: CallHandler) {
      await this.prepare();
      return next.handle();
    }
    async prepare(): Promise<void> {
      await delay(STEP_MS);
    }
  }
  return mixin(MixinInterceptor);
}

class ParsePipe implements PipeTransform {
  async transform(value: unknown): Promise<unknown> {
    await delay(STEP_MS);
    return value;
  }
}
Injectable()(ParsePipe);

/** A class that differs from others only by its base class. */
function Parse(): Type<PipeTransform> {
  return mixin(class extends ParsePipe {});
}

function Repository(): Type<{ find(): Promise<number> }> {
  class MixinRepository {
    async find(): Promise<number> {
      await delay(STEP_MS);
      return 1;
    }
  }
  return mixin(MixinRepository);
}

/** A whole application as in a new process: each call of a mixin's factory makes a class with another name. */
async function start(): Promise<TestApp> {
  const repository = Repository();

  @Controller()
  class OrdersController {
    constructor(@Inject(repository) private readonly orders: { find(): Promise<number> }) {}

    @Get('orders/:id')
    @UseGuards(AuthGuard())
    @UseInterceptors(FileInterceptor())
    async find(@Param('id', Parse()) id: string): Promise<string> {
      return `${id} ${await this.orders.find()}`;
    }
  }
  return TestApp.start({ controllers: [OrdersController], providers: [repository] }, { threshold: STEP_MS });
}

describe('classes made by mixin()', () => {
  let apps: TestApp[] = [];
  afterEach(async () => {
    for (const app of apps) await app.close();
    apps = [];
  });

  it('have the same descriptive name in each process', async () => {
    const reports: Report[] = [];
    for (let process = 0; process < 2; process += 1) {
      const app = await start();
      apps.push(app);
      expect(await (await fetch(`${app.url}/orders/1`)).text()).toBe('1 1');
      reports.push(await app.report('GET /orders/:id'));
    }
    const names = reports.map(report => spanNames(report).sort());
    expect(names[0]).toEqual(
      expect.arrayContaining([
        'MixinAuthGuard.canActivate',
        'MixinInterceptor.prepare',
        'MixinRepository.find',
        'ParsePipe.transform',
        'OrdersController.find',
      ]),
    );
    expect(names[1]).toEqual(names[0]);
    expect(JSON.stringify(reports.map(({ tree, timeline, verdict }) => [tree, timeline, verdict]))).not.toMatch(
      /"[\da-f]{21}\./,
    );
  });
});
