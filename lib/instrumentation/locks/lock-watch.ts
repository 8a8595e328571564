import { Inject, Injectable } from '@nestjs/common';
import { MonitorLogger } from '../../logging/monitor.logger.js';
import { RESOLVED_OPTIONS } from '../../options/options.constants.js';
import type { ResolvedOptions } from '../../options/resolved-options.interface.js';
import { clock } from '../../platform/clock.js';
import { clearInterval, setInterval } from '../../platform/host-timers.js';
import type { Execution } from '../../tracing/execution.js';
import { EXECUTION_RECORDER, type ExecutionRecorder } from '../../tracing/execution-recorder.interface.js';
import { lockedTableOf } from '../../tracing/locking-statement.js';
import { Libraries } from '../libraries/libraries.js';
import { lateStatements, type LateStatement } from './late-statements.js';
import type { LockAnswer } from './lock-answer.js';
import { holderOf } from './lock-holder.js';
import { LockQuestion } from './lock-question.js';

/** A lock has no holder any more once it is released, so late statements are searched in such intervals. */
const SWEEP_MS = 250;

/**
 * Has the database confirm that late statements wait for locks, while they wait. One timer for all executions, and none
 * without the option `explainLocks`.
 *
 * @internal
 */
@Injectable()
export class LockWatch {
  private timer: NodeJS.Timeout | undefined;
  private question: LockQuestion | undefined;
  private readonly questioned = new WeakSet<Execution>();

  constructor(
    @Inject(RESOLVED_OPTIONS) private readonly options: ResolvedOptions,
    @Inject(EXECUTION_RECORDER) private readonly recorder: ExecutionRecorder,
    private readonly libraries: Libraries,
    private readonly logger: MonitorLogger,
  ) {}

  start(): void {
    const { explainLocks } = this.options;
    if (explainLocks === undefined) return;
    this.question = new LockQuestion(explainLocks, this.logger);
    this.timer ??= setInterval(() => void this.sweep(), SWEEP_MS).unref();
  }

  /** Forgets the pool. A question that goes on ends by itself, without effect. */
  stop(): void {
    clearInterval(this.timer);
    this.question?.end();
    this.timer = this.question = undefined;
  }

  private async sweep(): Promise<void> {
    const { question } = this;
    try {
      if (question === undefined || !question.canAsk()) return;
      const late = lateStatements(this.recorder.inFlight(), execution => this.questioned.has(execution), clock());
      if (late.length === 0) return;
      for (const { execution } of late) this.questioned.add(execution);
      const answers = await question.ask(late.map(({ operation }) => operation.session));
      if (this.question === question) for (const answer of answers) this.confirm(answer, late);
    } catch (error) {
      this.logger.failure('Statements that wait for locks could not be found', error);
    }
  }

  /** The answer is about another statement when this one has ended, or when it has another text. */
  private confirm(answer: LockAnswer, late: readonly LateStatement[]): void {
    for (const { execution, operation } of late) {
      const { session, end, statement } = operation;
      const isSame = answer.statement === undefined || answer.statement === statement.text;
      if (session !== answer.session || end !== 0 || !isSame) continue;
      const owner = holderOf(answer, statement.peer, this.libraries, this.recorder.inFlight());
      const transaction = execution.tracer.transactions?.openOf(owner, statement) ?? { owner, endedAt: 0 };
      const table = answer.table ?? lockedTableOf(statement) ?? 'a table';
      operation.lock = { table, transaction, isCertain: true };
    }
  }
}
