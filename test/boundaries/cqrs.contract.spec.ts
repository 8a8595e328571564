import { CommandBus, CommandHandler, CqrsModule, type ICommandHandler } from '@nestjs/cqrs';
import type { TestingModule } from '@nestjs/testing';
import { SkipMonitoring, SlowThreshold } from '../../lib/index.js';
import { boundaryContract, type DrivenApplication, type Unit } from '../contracts/boundary.js';
import { watchersOf } from '../contracts/support/watchers-of.js';
import { AT_ONCE, Work } from '../contracts/support/work.js';

class Command {
  constructor(readonly id: string) {}
}
class Slow extends Command {}
class Fast extends Command {}
class Failing extends Command {}
class Skipped extends Command {}

const COMMANDS: Readonly<Record<Unit, typeof Command>> = { slow: Slow, fast: Fast, failing: Failing, skipped: Skipped };

@CommandHandler(Slow)
class SlowHandler implements ICommandHandler<Slow> {
  constructor(private readonly work: Work) {}

  @SlowThreshold(AT_ONCE)
  execute({ id }: Slow): Promise<string> {
    return this.work.steps(id);
  }
}

@CommandHandler(Fast)
class FastHandler implements ICommandHandler<Fast> {
  constructor(private readonly work: Work) {}

  execute({ id }: Fast): Promise<string> {
    return this.work.steps(id);
  }
}

@CommandHandler(Failing)
@SlowThreshold(AT_ONCE)
class FailingHandler implements ICommandHandler<Failing> {
  constructor(private readonly work: Work) {}

  execute({ id }: Failing): Promise<never> {
    return this.work.fail(id);
  }
}

@CommandHandler(Skipped)
@SkipMonitoring()
@SlowThreshold(AT_ONCE)
class SkippedHandler implements ICommandHandler<Skipped> {
  constructor(private readonly work: Work) {}

  execute({ id }: Skipped): Promise<string> {
    return this.work.steps(id);
  }
}

const HANDLERS: Readonly<Record<Unit, string>> = {
  slow: SlowHandler.name,
  fast: FastHandler.name,
  failing: FailingHandler.name,
  skipped: SkippedHandler.name,
};

async function start(module: TestingModule): Promise<DrivenApplication> {
  const app = await module.init();
  const bus = app.get(CommandBus, { strict: false });
  return {
    run: (unit, id) =>
      bus.execute(new COMMANDS[unit](id)).then(
        () => 'done',
        () => 'failed',
      ),
    hooks: () => [...watchersOf(SlowHandler.prototype.execute, 'function')].map(() => 'slow'),
    close: () => app.close(),
  };
}

boundaryContract({
  title: 'handlers of commands',
  kind: 'function',
  metadata: { imports: [CqrsModule.forRoot()], providers: [SlowHandler, FastHandler, FailingHandler, SkippedHandler] },
  nameOf: unit => `${HANDLERS[unit]}.execute`,
  start,
});
