import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type { TestingModule } from '@nestjs/testing';
import { lastValueFrom, type Observable } from 'rxjs';
import { SkipMonitoring, SlowThreshold } from '../../lib/index.js';
import { boundaryContract, type DrivenApplication, type Unit } from '../contracts/boundary.js';
import { AT_ONCE, Work } from '../contracts/support/work.js';
import { grpcClient, grpcHooks, grpcOptions } from '../integration/support/grpc-server.js';
import { serversOf } from '../integration/support/tcp-server.js';

interface Message {
  readonly id: string;
}

@Controller()
class UnitsController {
  constructor(private readonly work: Work) {}

  @GrpcMethod('Units', 'Slow')
  @SlowThreshold(AT_ONCE)
  async slow({ id }: Message): Promise<Message> {
    return { id: await this.work.steps(id) };
  }

  @GrpcMethod('Units', 'Fast')
  async fast({ id }: Message): Promise<Message> {
    return { id: await this.work.steps(id) };
  }

  @GrpcMethod('Units', 'Failing')
  @SlowThreshold(AT_ONCE)
  failing({ id }: Message): Promise<never> {
    return this.work.fail(id);
  }

  @GrpcMethod('Units', 'Skipped')
  @SkipMonitoring()
  @SlowThreshold(AT_ONCE)
  async skipped({ id }: Message): Promise<Message> {
    return { id: await this.work.steps(id) };
  }
}

async function start(module: TestingModule): Promise<DrivenApplication> {
  const options = await grpcOptions();
  const app = module.createNestMicroservice(options);
  const [server] = serversOf(module);
  if (server === undefined) throw new Error('no server');
  await app.listen();
  const client = grpcClient(options);
  const units = client.getService<Record<Unit, (message: Message) => Observable<Message>>>('Units');
  const inFlight = new Set<Promise<unknown>>();
  return {
    run: async (unit, id) => {
      const answer = lastValueFrom(units[unit]({ id })).then(
        ({ id: answered }) => answered,
        () => undefined,
      );
      inFlight.add(answer);
      const answered = await answer;
      inFlight.delete(answer);
      if (answered === undefined) return 'failed';
      if (answered !== id) throw new Error(`answered ${answered}`);
      return 'done';
    },
    abort: async (unit, id, left) => {
      const call = units[unit]({ id }).subscribe();
      await left;
      call.unsubscribe();
    },
    hooks: () => grpcHooks(server),
    close: async () => {
      // Nest ends all calls at once: a service that drains lets its callers have their answers first.
      await Promise.all(inFlight);
      client.close();
      await app.close();
    },
  };
}

boundaryContract({
  title: 'calls over gRPC',
  kind: 'rpc',
  metadata: { controllers: [UnitsController] },
  nameOf: unit => `rpc units.v1.Units/${unit.charAt(0).toUpperCase()}${unit.slice(1)}`,
  start,
});
