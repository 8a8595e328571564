import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, type INestMicroservice } from '@nestjs/common';
import { ClientProxyFactory, EventPattern, MessagePattern, Payload, Transport } from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import { firstValueFrom } from 'rxjs';
import { PerformanceMonitorModule, PerformanceMonitorService, SlowThreshold } from '../../lib/index.js';
import { SLOW_EXECUTIONS } from '../../lib/tracing/ports.interface.js';
import { Barrier } from '../contracts/support/barrier.js';
import { SlowKeeper } from '../contracts/support/slow-keeper.js';
import { AT_ONCE, Work } from '../contracts/support/work.js';
import { LineLogger } from '../integration/support/test-app.js';
import { RedisServer } from './support/redis-server.js';

const CONCURRENT = 20;

@Controller()
@SlowThreshold(AT_ONCE)
class UnitsController {
  constructor(private readonly work: Work) {}
  /** An asterisk would fit the channels of the answers, too. */
  @MessagePattern('units.?')
  unit(@Payload() id: string): Promise<string> {
    return this.work.steps(id);
  }
  @EventPattern('told.?')
  async told(@Payload() id: string): Promise<void> {
    await this.work.fail(id);
  }
}

describe('messages over Redis, with wildcards', () => {
  const keeper = new SlowKeeper();
  let redis: RedisServer;
  let service: INestMicroservice;

  beforeAll(async () => {
    redis = await RedisServer.start();
    const module = await Test.createTestingModule({
      imports: [PerformanceMonitorModule.forRoot({ threshold: '1h', localFile: false })],
      controllers: [UnitsController],
      providers: [Work],
    })
      .overrideProvider(SLOW_EXECUTIONS)
      .useValue(keeper)
      .setLogger(new LineLogger())
      .compile();
    const options = { host: '127.0.0.1', port: redis.port, wildcards: true };
    service = module.createNestMicroservice({ transport: Transport.REDIS, options });
    await service.listen();
  });
  afterAll(async () => {
    await service.close();
    await redis.dispose();
  });

  it('are executions of their own, named by the pattern and not by the channel', async () => {
    const client = ClientProxyFactory.create({
      transport: Transport.REDIS,
      options: { host: '127.0.0.1', port: redis.port },
    });
    service.get(Work).barrier = new Barrier(CONCURRENT);
    const ids = Array.from({ length: CONCURRENT }, (_, n) => String.fromCodePoint(97 + n));
    const answers = ids.map(id => firstValueFrom(client.send<string>(`units.${id}`, id)));
    expect(await Promise.all(answers)).toEqual(ids);
    const requests = await keeper.atLeast(CONCURRENT);
    expect(new Set(requests.map(({ execution }) => `${execution.name} ${execution.handler}`))).toEqual(
      new Set(['rpc units.? UnitsController.unit']),
    );
    const spans = requests.map(({ recording }) =>
      recording.spans
        .filter(({ kind }) => kind === 'profile')
        .map(({ name }) => name)
        .join(),
    );
    expect(spans.sort()).toEqual(ids.map(id => `before ${id},after ${id},within ${id}`).sort());
    client.emit('told.a', 'a').subscribe();
    const event = (await keeper.atLeast(CONCURRENT + 1)).at(-1)?.execution;
    expect(event).toMatchObject({ kind: 'rpc', name: 'event told.?', outcome: 'error' });
    expect(service.get(PerformanceMonitorService).getStats().executions).toBe(CONCURRENT + 1);
    client.close();
  });
});
