import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Inject, Injectable, Module, type INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  ClientProxyFactory,
  ClientsModule,
  MessagePattern,
  Transport,
  type ClientProxy,
  type TcpClientOptions,
} from '@nestjs/microservices';
import { firstValueFrom, map, type Observable } from 'rxjs';
import type { PerformanceMonitorOptions } from '../../lib/index.js';
import { freePort } from '../host/parts/free-port.js';
import { delay, TestApp } from '../integration/support/test-app.js';

const SLOW_MS = 400;
const EACH_MS = 30;
const CALLS = 12;

let port = 0;
const tcp = (): TcpClientOptions => ({ transport: Transport.TCP, options: { host: '127.0.0.1', port } });

@Controller()
class Answers {
  @MessagePattern('prices.slow')
  async slow(): Promise<number> {
    await delay(SLOW_MS);
    return 1;
  }
  @MessagePattern({ cmd: 'price' })
  async price(): Promise<number> {
    await delay(EACH_MS);
    return 2;
  }
}

@Module({ controllers: [Answers] })
class AnswersModule {}

/** Its client is no provider. */
@Injectable()
class PricesService {
  private readonly client: ClientProxy = ClientProxyFactory.create(tcp());

  async price(): Promise<number> {
    return firstValueFrom(this.client.send<number>({ cmd: 'price' }, {}));
  }
  onModuleDestroy(): void {
    void this.client.close();
  }
}

@Controller()
class OrdersController {
  constructor(
    @Inject('PRICES') private readonly client: ClientProxy,
    private readonly prices: PricesService,
  ) {}

  /** Nest subscribes. */
  @Get('returned')
  returned(): Observable<number> {
    return this.client.send<number>('prices.slow', {}).pipe(map(price => price + 1));
  }
  @Get('awaited')
  async awaited(): Promise<number> {
    return firstValueFrom(this.client.send<number>('prices.slow', {}));
  }
  @Get('each')
  async each(): Promise<number> {
    let sum = 0;
    for (let i = 0; i < CALLS; i++) sum += await this.prices.price();
    return sum;
  }
}

describe('messages that a request sends', () => {
  let service: INestMicroservice;
  let app: TestApp;
  beforeAll(async () => {
    port = await freePort();
    service = await NestFactory.createMicroservice(AnswersModule, { ...tcp(), logger: false });
    await service.listen();
  });
  afterAll(() => service.close());
  afterEach(() => app.close());

  async function start(options: PerformanceMonitorOptions = {}): Promise<void> {
    app = await TestApp.start(
      {
        imports: [ClientsModule.register([{ name: 'PRICES', ...tcp() }])],
        controllers: [OrdersController],
        providers: [PricesService],
      },
      { threshold: 150, ...options },
    );
    await app.warm();
  }

  it.each(['providers', 'decorated'] as const)('are its waits, with spans of %s', async spans => {
    await start({ recorder: { spans } });
    expect(app.monitor.getStats().libraries).toContain('microservices');
    for (const [path, answer] of [
      ['/returned', '2'],
      ['/awaited', '1'],
    ] as const) {
      expect(await (await fetch(`${app.url}${path}`)).text()).toBe(answer);
      const { verdict, findings, accounting, operations } = await app.report(`GET ${path}`);
      // On a busy machine, the first request of an application compiles for longer than it waits.
      const waited = [verdict, ...findings].find(({ kind }) => kind === 'io');
      expect(waited?.subject).toBe('send prices.slow');
      expect(waited?.headline).toContain(`send prices.slow (TCP 127.0.0.1:${port})`);
      expect(accounting.waiting[0]).toMatchObject({ on: 'network', label: 'send prices.slow', count: 1 });
      expect(operations).toMatchObject([
        { on: 'network', system: 'tcp', label: 'send prices.slow', calls: 1, failed: 0 },
      ]);
      expect(operations[0]?.maxMs).toBeGreaterThanOrEqual(SLOW_MS * 0.9);
      if (spans === 'providers') expect(operations[0]?.spans).toEqual(['ClientTCP.send']);
    }
  });

  it('are counted, also by a client that is no provider', async () => {
    await start();
    expect(await (await fetch(`${app.url}/each`)).text()).toBe(String(2 * CALLS));
    const { verdict, findings, operations } = await app.report('GET /each');
    const repeated = [verdict, ...findings].find(({ kind }) => kind === 'repeated-io');
    expect(repeated).toMatchObject({ subject: 'send {"cmd":"price"}', count: CALLS });
    expect(operations).toMatchObject([{ label: 'send {"cmd":"price"}', calls: CALLS, concurrency: 1 }]);
  });

  it('are not recorded where the option is off', async () => {
    await start({ libraries: { microservices: false } });
    expect(await (await fetch(`${app.url}/awaited`)).text()).toBe('1');
    expect((await app.report('GET /awaited')).operations).toEqual([]);
    expect(app.monitor.getStats().libraries).not.toContain('microservices');
    expect(Object.hasOwn(app.app.get<ClientProxy>('PRICES'), 'send')).toBe(false);
  });
});
