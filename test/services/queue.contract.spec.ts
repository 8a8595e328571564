import { afterAll, beforeAll } from '@jest/globals';
import { BullModule, getQueueToken, Processor, WorkerHost } from '@nestjs/bullmq';
import { Injectable, type DynamicModule } from '@nestjs/common';
import type { TestingModule } from '@nestjs/testing';
import { QueueEvents, type Job, type Queue } from 'bullmq';
import { SkipMonitoring, SlowThreshold } from '../../lib/index.js';
import { boundaryContract, type DrivenApplication, type Unit } from '../contracts/boundary.js';
import { watchersOf } from '../contracts/support/watchers-of.js';
import { AT_ONCE, Work } from '../contracts/support/work.js';
import { RedisServer } from './support/redis-server.js';

const UNITS: readonly Unit[] = ['slow', 'fast', 'failing', 'skipped'];
const WORKER = { concurrency: 25 };

@Injectable()
abstract class UnitProcessor extends WorkerHost {
  constructor(protected readonly work: Work) {
    super();
  }
}

@Processor('slow', WORKER)
class SlowProcessor extends UnitProcessor {
  @SlowThreshold(AT_ONCE)
  async process({ data }: Job<{ id: string }>): Promise<string> {
    return this.work.steps(data.id);
  }
}

@Processor('fast', WORKER)
class FastProcessor extends UnitProcessor {
  async process({ data }: Job<{ id: string }>): Promise<string> {
    return this.work.steps(data.id);
  }
}

@Processor('failing', WORKER)
@SlowThreshold(AT_ONCE)
class FailingProcessor extends UnitProcessor {
  async process({ data }: Job<{ id: string }>): Promise<string> {
    return this.work.fail(data.id);
  }
}

@Processor('skipped', WORKER)
@SlowThreshold(AT_ONCE)
class SkippedProcessor extends UnitProcessor {
  @SkipMonitoring()
  async process({ data }: Job<{ id: string }>): Promise<string> {
    return this.work.steps(data.id);
  }
}

let server: RedisServer;
beforeAll(async () => {
  server = await RedisServer.start();
});
afterAll(() => server.dispose());

function bullModule(): DynamicModule {
  return BullModule.forRootAsync({ useFactory: () => ({ connection: { url: server.url } }) });
}

async function start(module: TestingModule): Promise<DrivenApplication> {
  const app = await module.init();
  const events = new Map<string, QueueEvents>();
  for (const unit of UNITS) events.set(unit, new QueueEvents(unit, { connection: { url: server.url } }));
  await Promise.all([...events.values()].map(each => each.waitUntilReady()));
  return {
    run: async (unit, id) => {
      const job = await app.get<Queue>(getQueueToken(unit), { strict: false }).add('unit', { id });
      return job.waitUntilFinished(events.get(unit) as QueueEvents).then(
        () => 'done',
        () => 'failed',
      );
    },
    hooks: () => [...watchersOf(SlowProcessor.prototype.process, 'queue')].map(() => 'process'),
    close: async () => {
      await app.close();
      await Promise.all([...events.values()].map(each => each.close()));
    },
  };
}

boundaryContract({
  title: 'jobs of BullMQ',
  kind: 'queue',
  metadata: {
    imports: [bullModule(), BullModule.registerQueue(...UNITS.map(name => ({ name })))],
    providers: [SlowProcessor, FastProcessor, FailingProcessor, SkippedProcessor],
  },
  nameOf: unit => `job ${unit}/unit`,
  start,
});
