import { Injectable } from '@nestjs/common';
import { EventEmitter2, EventEmitterModule, OnEvent } from '@nestjs/event-emitter';
import type { TestingModule } from '@nestjs/testing';
import { SkipMonitoring, SlowThreshold } from '../../lib/index.js';
import { boundaryContract, type DrivenApplication } from '../contracts/boundary.js';
import { watchersOf } from '../contracts/support/watchers-of.js';
import { AT_ONCE, Work } from '../contracts/support/work.js';

@Injectable()
class UnitListeners {
  constructor(private readonly work: Work) {}

  @OnEvent('slow', { suppressErrors: false })
  @SlowThreshold(AT_ONCE)
  slow(id: string): Promise<string> {
    return this.work.steps(id);
  }

  @OnEvent('fast', { suppressErrors: false })
  fast(id: string): Promise<string> {
    return this.work.steps(id);
  }

  @OnEvent('failing', { suppressErrors: false })
  @SlowThreshold(AT_ONCE)
  failing(id: string): Promise<never> {
    return this.work.fail(id);
  }

  @OnEvent('skipped', { suppressErrors: false })
  @SkipMonitoring()
  @SlowThreshold(AT_ONCE)
  skipped(id: string): Promise<string> {
    return this.work.steps(id);
  }
}

async function start(module: TestingModule): Promise<DrivenApplication> {
  const app = await module.init();
  const emitter = app.get(EventEmitter2, { strict: false });
  return {
    run: (unit, id) =>
      emitter.emitAsync(unit, id).then(
        () => 'done',
        () => 'failed',
      ),
    hooks: () => [...watchersOf(UnitListeners.prototype.slow, 'event')].map(() => 'slow'),
    close: () => app.close(),
  };
}

boundaryContract({
  title: 'listeners of events',
  kind: 'event',
  metadata: { imports: [EventEmitterModule.forRoot()], providers: [UnitListeners] },
  nameOf: unit => `event ${unit}`,
  start,
});
