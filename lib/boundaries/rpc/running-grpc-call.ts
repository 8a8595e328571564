import { types } from 'node:util';
import type { ExecutionOutcome } from '../../model/execution.interface.js';
import { clock } from '../../platform/clock.js';
import { overrideMethod } from '../../platform/override-method.js';
import type { Callable } from '../../tracing/callable.js';
import type { Execution, Span } from '../../tracing/execution.js';
import type { GrpcCall, GrpcDefinition } from './grpc-server.interface.js';
import { answerStreamOf, GrpcStatus, sentStatusOf } from './grpc-status.js';
import type { MessageWatch, OpenMessage } from './message-site.js';

/** The name that gRPC has for it. */
const DEADLINE = 'DEADLINE_EXCEEDED';
/** A client's own timer is earlier than the server's: by the transfer time of the request. */
const EARLY_MS = 25;

/** The server of a call. @internal */
export interface GrpcServerState {
  /** It ends all calls by itself. */
  readonly isClosing: boolean;
}

/**
 * One call of a gRPC method that runs. It ends when gRPC has sent its status, or when it is cancelled: by its client, or at
 * its deadline.
 *
 * @internal
 */
export class RunningGrpcCall {
  private readonly execution: Execution;
  private readonly span: Span;
  private hasFailed = false;

  constructor(
    private readonly watch: MessageWatch,
    { execution, span }: OpenMessage,
    private readonly call: GrpcCall,
    private readonly definition: GrpcDefinition,
    private readonly server: GrpcServerState,
  ) {
    this.execution = execution;
    this.span = span;
  }

  /** Calls the method that Nest has made for gRPC. */
  run(method: Callable, self: unknown, args: readonly unknown[]): unknown {
    const observed = this.observed(args);
    let result: unknown;
    try {
      result = this.watch.tracer.run(this.span, method, self, observed);
    } catch (error) {
      this.end('error');
      throw error;
    }
    // A stream goes on, whatever the result of its method. A single answer does not come when a hook has failed.
    const isStream = this.definition.requestStream === true || this.definition.responseStream === true;
    return types.isPromise(result) && !isStream ? result.then(undefined, error => this.fail(error)) : result;
  }

  /** The arguments of the method. Where it has a single answer, its callback is observed. */
  private observed(args: readonly unknown[]): readonly unknown[] {
    const { call, definition, watch } = this;
    try {
      const isSigned = answerStreamOf(call) !== undefined;
      call.on('cancelled', () => this.over());
      if (definition.requestStream === true) this.receiveInContext();
      if (definition.responseStream === true) {
        this.observeAnswers(isSigned);
        return args;
      }
      const [, callback, ...rest] = args;
      if (isSigned || typeof callback !== 'function') return args;
      return [call, this.answering(callback as Callable), ...rest];
    } catch (error) {
      watch.logger.failure('The end of a gRPC call cannot be watched', error);
      watch.tracer.abandon(this.execution);
      return args;
    }
  }

  /** For a version of gRPC that does not emit the end of an answered call. */
  private answering(callback: Callable): Callable {
    const end = (error: unknown): void => this.end(error === null || error === undefined ? 'ok' : 'error');
    return function (this: unknown, ...answer: unknown[]): unknown {
      try {
        return Reflect.apply(callback, this, answer);
      } finally {
        end(answer[0]);
      }
    };
  }

  /** Messages of a client's stream arrive outside all contexts. */
  private receiveInContext(): void {
    const { call, execution, span, watch } = this;
    overrideMethod(
      call,
      'emit',
      before =>
        (...event) =>
          execution.finished ? Reflect.apply(before, call, event) : watch.tracer.run(span, before, call, event),
    );
  }

  private observeAnswers(isSigned: boolean): void {
    const { call, execution } = this;
    call.on('error', () => (this.hasFailed = true));
    if (!isSigned)
      for (const event of ['finish', 'close']) call.on(event, () => this.end(this.hasFailed ? 'error' : 'ok'));
    overrideMethod(call as Required<GrpcCall>, 'write', before => (...message) => {
      execution.hasAnswered = true;
      return Reflect.apply(before, call, message);
    });
  }

  /** It runs as a listener of the application's call, and must not throw. */
  private over(): void {
    if (this.execution.finished) return;
    try {
      const stream = answerStreamOf(this.call);
      const status = stream && sentStatusOf(stream);
      if (status === GrpcStatus.ok) this.end('ok');
      else if (status === GrpcStatus.deadlineExceeded) this.cancelled(true);
      else if (status !== undefined || this.hasFailed) this.end('error');
      else this.cancelled(this.isLate());
    } catch (error) {
      this.watch.logger.failure('The end of a gRPC call could not be read', error);
      this.end('aborted');
    }
  }

  private cancelled(isLate: boolean): void {
    const { execution, server } = this;
    const isAnswering = execution.hasAnswered ? { isAnswering: true as const } : {};
    const by = server.isClosing ? {} : { by: 'client' as const };
    execution.ending = isLate
      ? { by: 'timeout', reason: DEADLINE, isTimersOwn: true }
      : { isAborted: true, ...by, ...isAnswering };
    this.end('aborted');
  }

  private isLate(): boolean {
    return Number(this.call.getDeadline()) - Date.now() <= EARLY_MS;
  }

  private fail(error: unknown): never {
    this.end('error');
    throw error;
  }

  /** Only the first call counts. */
  private end(outcome: ExecutionOutcome): void {
    const { execution, span } = this;
    if (execution.finished) return;
    const now = clock();
    execution.outcome = outcome;
    if (outcome === 'error') span.fail(now);
    else span.finish(now);
    this.watch.tracer.finish(execution, now);
  }
}
