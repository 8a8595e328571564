import { Injectable } from '@nestjs/common';
import { ApplicationConfig } from '@nestjs/core';
import { MonitorLogger } from '../../logging/monitor.logger.js';
import { overrideMethod } from '../../platform/override-method.js';
import type { AttachMoment, Boundary } from '../boundary.interface.js';
import { Gateways } from './gateways.js';
import { Messages } from './messages.js';
import type { BoundHandler, GatewayAdapter, Transform } from './nest-gateway.interface.js';

/**
 * Opens an execution for each message to a gateway. It begins before guards, and ends when all answers or the error
 * are sent, or when the client has left.
 *
 * Nest has no hook for messages. For each client it gives the handlers of a gateway to the adapter: this boundary replaces
 * them there.
 *
 * @internal
 */
@Injectable()
export class WsBoundary implements Boundary {
  readonly kind = 'ws';
  readonly moments = ['construction', 'routes', 'init', 'bootstrap'] as const;
  /** One entry for each adapter: applications made of the same providers may have one each. */
  private readonly attached = new Map<GatewayAdapter, () => void>();

  constructor(
    private readonly config: ApplicationConfig,
    private readonly gateways: Gateways,
    private readonly messages: Messages,
    private readonly logger: MonitorLogger,
  ) {}

  /** From `routes` on there is an adapter, also Nest's default one. A gateway on a port of its own listens by then. */
  attach(moment: AttachMoment): void {
    if (moment === 'construction') return this.gateways.find();
    if (moment === 'bootstrap') this.gateways.watchCalls();
    this.messages.isOn = true;
    const adapter = this.config.getIoAdapter() as unknown as GatewayAdapter | undefined;
    if (typeof adapter?.bindMessageHandlers !== 'function' || this.attached.has(adapter)) return;
    this.attached.set(
      adapter,
      overrideMethod(adapter, 'bindMessageHandlers', before => (client, handlers, transform, ...rest) => {
        const watched = this.watch(client, handlers, transform) ?? { handlers, transform };
        return Reflect.apply(before, adapter, [client, watched.handlers, watched.transform, ...rest]);
      }),
    );
  }

  detach(): void {
    this.messages.isOn = false;
    for (const detach of this.attached.values()) detach();
    this.attached.clear();
    this.gateways.forget();
  }

  private watch(
    client: unknown,
    handlers: readonly BoundHandler[],
    transform: Transform,
  ): { handlers: readonly BoundHandler[]; transform: Transform } | undefined {
    const { messages, logger } = this;
    if (!messages.isOn) return undefined;
    try {
      const targets = this.gateways.targetsOf(handlers);
      return {
        handlers: handlers.map((handler, place) => {
          const target = targets[place];
          if (target === undefined) return handler;
          const { callback } = handler;
          return {
            ...handler,
            callback(this: unknown, ...args: unknown[]): unknown {
              return messages.handle(target, client, callback, this, args);
            },
          };
        }),
        transform(this: unknown, ...given: unknown[]): unknown {
          return messages.answer(transform, this, given);
        },
      };
    } catch (error) {
      logger.failure('The messages of a client could not be watched', error);
      return undefined;
    }
  }
}
