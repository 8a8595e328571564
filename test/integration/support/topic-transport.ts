import { BaseRpcContext, Server, type CustomTransportStrategy } from '@nestjs/microservices';

type Found = ReturnType<Server['getHandlerByPattern']>;

/** Dispatches events as Nest's brokers do: a pattern may end with a wildcard, and no message has a reply. */
export class TopicTransport extends Server implements CustomTransportStrategy {
  override readonly transportId = Symbol('topics');
  /** Handles what no pattern fits. Each look-up has a new function. */
  fallback: (() => string) | undefined = undefined;

  listen(callback: () => void): void {
    callback();
  }
  close(): void {
    // Nothing is open.
  }
  on(): void {
    throw new Error('there are no events');
  }
  unwrap<T>(): T {
    throw new Error('there is no driver');
  }

  override getHandlerByPattern(topic: string): Found {
    const exact = super.getHandlerByPattern(topic);
    if (exact !== null) return exact;
    for (const [pattern, handler] of this.messageHandlers)
      if (pattern.endsWith('*') && topic.startsWith(pattern.slice(0, -1))) return handler;
    const { fallback } = this;
    return fallback === undefined ? null : (((): string => fallback()) as unknown as Found);
  }

  /** Resolves when the handler has returned. */
  publish(topic: string, data: unknown): Promise<unknown> {
    return this.handleEvent(topic, { pattern: topic, data }, new BaseRpcContext([topic]));
  }
}
