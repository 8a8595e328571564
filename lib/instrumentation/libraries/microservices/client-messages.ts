import { CoveringSpan } from '../../../tracing/covering-span.js';
import { isObservable, subscribeOf } from '../../../tracing/observables.js';
import { observeSubscriptions } from '../../../tracing/observe-subscriptions.js';
import { operatingSpan } from '../../../tracing/running-operation.js';
import type { Callable } from '../../../tracing/callable.js';
import type { Tracer } from '../../../tracing/tracer.interface.js';
import { MessageStatements } from '../messages/message-statements.js';
import { wireOf } from '../messages/server-name.js';
import { ownValue } from '../own-value.js';
import type { InstanceMethods } from '../wrapping/instance-methods.js';
import { patternText } from './pattern-text.js';
import { SentMessage, type MessageFacts } from './sent-message.js';
import type { Transport } from './client-shapes.js';

/**
 * The messages of one client. Its Observables stay the same objects, cold or hot as Nest makes them.
 *
 * @internal
 */
export class ClientMessages {
  private readonly statements: MessageStatements;
  private readonly wire: string | undefined;

  constructor(
    private readonly tracer: Tracer,
    { system, peer }: Transport,
    private readonly methods: Pick<InstanceMethods, 'safely'>,
  ) {
    this.statements = new MessageStatements('network', system, peer);
    this.wire = wireOf(peer);
  }

  /** Each subscription sends a message. */
  send(before: Callable, client: unknown, args: readonly unknown[]): unknown {
    const result = Reflect.apply(before, client, args);
    this.methods.safely(() => this.observe('send', args, result));
    return result;
  }

  /** Nest sends an event at the call, whether or not its Observable is subscribed to. */
  emit(before: Callable, client: unknown, args: readonly unknown[]): unknown {
    const message = this.methods.safely(() => this.begin('emit', args[0]));
    const result = Reflect.apply(before, client, args);
    this.methods.safely(() => {
      if (typeof ownValue(result, 'connect') !== 'function') this.observe('emit', args, result);
      else if (message !== undefined) follow(result as object, message);
    });
    return result;
  }

  /** Redis: the commands below are parts of the message. */
  publish(before: Callable, client: unknown, args: readonly unknown[]): unknown {
    const span = this.methods.safely(() => operatingSpan(this.tracer));
    if (span === undefined) return Reflect.apply(before, client, args);
    const covering = new CoveringSpan(span);
    const result = covering.run(before, client, args);
    if (typeof result !== 'function') return result;
    return (...given: unknown[]) => covering.run(result as Callable, undefined, given);
  }

  /** Nest refuses a message without a pattern or without data. A `Subject` has no end to wait for. */
  private observe(verb: string, [pattern, data]: readonly unknown[], result: unknown): void {
    if (isMissing(pattern) || isMissing(data) || !isObservable(result) || 'next' in result) return;
    const isTraced = Object.hasOwn(result, 'subscribe');
    observeSubscriptions(result, () => this.methods.safely(() => this.begin(verb, pattern, isTraced)));
  }

  private begin(verb: string, pattern: unknown, isTraced = false): SentMessage | undefined {
    const span = operatingSpan(this.tracer);
    return span && new SentMessage(span, this.factsOf(verb, pattern), isTraced);
  }

  private factsOf(verb: string, pattern: unknown): MessageFacts {
    return { statement: this.statements.of(verb, patternText(pattern)), wire: this.wire };
  }
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null;
}

/** The Observable is hot: one more subscriber sends nothing. It hides no error, as Nest's own subject reports none. */
function follow(result: object, message: SentMessage): void {
  const subscribe = subscribeOf(Object.getPrototypeOf(result) as object);
  if (subscribe === undefined) return;
  message.subscribed();
  const observer = { next: () => undefined, error: () => message.ended(true), complete: () => message.ended(false) };
  Reflect.apply(subscribe, result, [observer]);
}
