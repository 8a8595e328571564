import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import type { TestingModule } from '@nestjs/testing';
import { SkipMonitoring, SlowThreshold } from '../../lib/index.js';
import { boundaryContract, type DrivenApplication } from '../contracts/boundary.js';
import { AT_ONCE, Work } from '../contracts/support/work.js';
import { tcpServer } from '../integration/support/tcp-server.js';

@Controller()
class UnitsController {
  constructor(private readonly work: Work) {}

  @MessagePattern('slow')
  @SlowThreshold(AT_ONCE)
  slow(@Payload() id: string): Promise<string> {
    return this.work.steps(id);
  }

  @MessagePattern('fast')
  fast(@Payload() id: string): Promise<string> {
    return this.work.steps(id);
  }

  @MessagePattern('failing')
  @SlowThreshold(AT_ONCE)
  failing(@Payload() id: string): Promise<never> {
    return this.work.fail(id);
  }

  @MessagePattern('skipped')
  @SkipMonitoring()
  @SlowThreshold(AT_ONCE)
  skipped(@Payload() id: string): Promise<string> {
    return this.work.steps(id);
  }
}

async function start(module: TestingModule): Promise<DrivenApplication> {
  const tcp = await tcpServer(module);
  const inFlight = new Set<Promise<unknown>>();
  return {
    run: async (unit, id) => {
      const answer = tcp.ask(unit, id);
      inFlight.add(answer);
      const outcome = await answer;
      inFlight.delete(answer);
      if (outcome.error !== undefined) return 'failed';
      if (outcome.values.join() !== id) throw new Error(`answered ${outcome.values.join()}`);
      return 'done';
    },
    hooks: tcp.hooks,
    close: async () => {
      // Nest destroys the connections at once: a service that drains lets its senders have their answers first.
      await Promise.all(inFlight);
      await tcp.close();
    },
  };
}

boundaryContract({
  title: 'messages over TCP',
  kind: 'rpc',
  metadata: { controllers: [UnitsController] },
  nameOf: unit => `rpc ${unit}`,
  start,
});
