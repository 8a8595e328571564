import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Catch,
  Controller,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
  type ExceptionFilter,
  type INestMicroservice,
  type Type,
} from '@nestjs/common';
import { MessagePattern, Payload, type MicroserviceOptions } from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import { MessageBody, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { of } from 'rxjs';
import { PerformanceMonitorModule, SlowThreshold } from '../../../lib/index.js';
import { SLOW_EXECUTIONS } from '../../../lib/tracing/ports.interface.js';
import { SlowKeeper, type Raised } from '../../contracts/support/slow-keeper.js';
import { AT_ONCE } from '../../contracts/support/work.js';
import { GatewayApp } from '../../integration/support/gateway-app.js';
import { MemoryTransport } from '../../integration/support/memory-transport.js';
import { Planted, SPANS, stageClasses, type StageKind } from '../../integration/support/stage-classes.js';
import { delay, LineLogger } from '../../integration/support/test-app.js';

const STEP_MS = 60;
const BEFORE: readonly StageKind[] = ['guard', 'interceptor', 'pipe'];

/** Answers messages: an exception of a message is an Observable, or is told to the client. */
function slowFilter(answer: (exception: Planted, client: unknown) => unknown): Type<ExceptionFilter> {
  @Catch(Planted)
  class SlowFilter implements ExceptionFilter {
    async catch(exception: Planted, host: { getArgByIndex(index: number): unknown }): Promise<unknown> {
      await delay(STEP_MS);
      return answer(exception, host.getArgByIndex(0));
    }
  }
  return SlowFilter;
}

/** Length of the spans of each stage. */
function stagesIn({ recording }: Raised): Record<string, number> {
  const names = new Set(Object.values(SPANS));
  const found = recording.spans.filter(({ name }) => names.has(name));
  return Object.fromEntries(found.map(({ name, start, end }) => [name, end - start]));
}

/** In the order of their begin. */
function orderIn({ recording }: Raised): string[] {
  const names = new Set(Object.values(SPANS));
  const found = recording.spans.filter(({ name }) => names.has(name));
  return found.sort((one, other) => one.start - other.start).map(({ name }) => name);
}

describe('the stages of messages', () => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  it('to a gateway are spans', async () => {
    const stages = stageClasses(() => delay(STEP_MS));
    const filter = slowFilter(({ message }, client) =>
      (client as { send(text: string): void }).send(JSON.stringify({ event: 'caught', data: message })),
    );

    @WebSocketGateway()
    @SlowThreshold(AT_ONCE)
    @UseGuards(stages.guard)
    @UseInterceptors(new stages.interceptor(), stages['interceptor (after)'])
    @UseFilters(new filter())
    class OrdersGateway {
      @SubscribeMessage('place')
      @UsePipes(new stages.pipe())
      place(@MessageBody() sku: string): object {
        if (sku === 'failing') throw new Planted(sku);
        return { event: 'placed', data: sku };
      }
    }
    const app = await GatewayApp.start({ providers: [OrdersGateway] });
    closing.push(() => app.app.close());
    const client = await app.connect();
    client.send('place', 'A');
    expect(await client.atLeast(1)).toEqual([{ event: 'placed', data: 'A' }]);
    client.send('place', 'failing');
    expect((await client.atLeast(2))[1]).toEqual({ event: 'caught', data: 'failing' });
    client.leave();
    const [placed, failed] = (await app.raised(2)) as [Raised, Raised];
    expect(orderIn(placed)).toEqual([...BEFORE, 'interceptor (after)' as const].map(kind => SPANS[kind]));
    for (const ms of Object.values(stagesIn(placed))) expect(ms).toBeGreaterThanOrEqual(STEP_MS - 5);
    expect(Object.keys(stagesIn(failed))).toContain(SPANS.filter);
  });

  it('to a microservice are spans', async () => {
    const stages = stageClasses(() => delay(STEP_MS));
    const filter = slowFilter(({ message }) => of(`caught ${message}`));

    @Controller()
    @SlowThreshold(AT_ONCE)
    @UseGuards(stages.guard)
    @UseInterceptors(new stages.interceptor())
    class OrdersController {
      @MessagePattern('place')
      @UsePipes(new stages.pipe())
      place(@Payload() order: unknown): string {
        return `placed ${typeof order}`;
      }
      @MessagePattern('failing')
      failing(): never {
        throw new Planted('failing');
      }
    }
    const keeper = new SlowKeeper();
    const module = await Test.createTestingModule({
      controllers: [OrdersController],
      imports: [PerformanceMonitorModule.forRoot({ threshold: '1h', localFile: false })],
    })
      .overrideProvider(SLOW_EXECUTIONS)
      .useValue(keeper)
      .setLogger(new LineLogger())
      .compile();
    const strategy = new MemoryTransport();
    const app: INestMicroservice = module.createNestMicroservice<MicroserviceOptions>({ strategy });
    closing.push(() => app.close());
    // Instances that only the application's configuration has.
    app.useGlobalInterceptors(new stages['interceptor (after)']());
    app.useGlobalFilters(new filter());
    await app.listen();
    expect(await strategy.ask('place')).toBe('placed object');
    const [placed] = (await keeper.atLeast(1)) as [Raised];
    expect(orderIn(placed)).toEqual([...BEFORE, 'interceptor (after)' as const].map(kind => SPANS[kind]));
    for (const ms of Object.values(stagesIn(placed))) expect(ms).toBeGreaterThanOrEqual(STEP_MS - 5);
    await strategy.ask('failing');
    const [, failed] = (await keeper.atLeast(2)) as [Raised, Raised];
    expect(Object.keys(stagesIn(failed))).toContain(SPANS.filter);
  });
});
