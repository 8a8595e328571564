import type { ExecutionContext } from '@nestjs/common';

type HttpHost = ReturnType<ExecutionContext['switchToHttp']>;
type RpcHost = ReturnType<ExecutionContext['switchToRpc']>;
type WsHost = ReturnType<ExecutionContext['switchToWs']>;
type AnyHandler = ReturnType<ExecutionContext['getHandler']>;

/**
 * A message as guards see it, for a `@SlowThreshold()` with a function. Nest makes its own one later, and does not export the
 * class in all versions.
 *
 * @internal
 */
export class HandlerContext implements ExecutionContext {
  /** @param args the arguments of the handler, in Nest's order for this type */
  constructor(
    private readonly type: 'rpc' | 'ws',
    private readonly args: readonly unknown[],
    private readonly target: { readonly type: object; readonly handler: AnyHandler },
  ) {}

  getType<Type extends string>(): Type {
    return this.type as Type;
  }

  getClass<Class>(): Class {
    return this.target.type as Class;
  }

  getHandler(): AnyHandler {
    return this.target.handler;
  }

  getArgs<Args extends unknown[]>(): Args {
    return [...this.args] as Args;
  }

  getArgByIndex<Argument>(index: number): Argument {
    return this.args[index] as Argument;
  }

  switchToRpc(): RpcHost {
    return { getData: () => this.getArgByIndex(0), getContext: () => this.getArgByIndex(1) };
  }

  switchToHttp(): HttpHost {
    return {
      getRequest: () => this.getArgByIndex(0),
      getResponse: () => this.getArgByIndex(1),
      getNext: () => this.getArgByIndex(2),
    };
  }

  switchToWs(): WsHost {
    return {
      getClient: () => this.getArgByIndex(0),
      getData: () => this.getArgByIndex(1),
      getPattern: () => this.getArgByIndex(this.args.length - 1),
    };
  }
}
