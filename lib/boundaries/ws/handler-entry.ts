import { Injectable } from '@nestjs/common';
import type { Execution } from '../../tracing/execution.js';
import { HandlerContext } from '../policy/handler-context.js';
import { WatchPolicy } from '../policy/watch-policy.js';
import type { MessageSite } from './message-site.js';
import { METADATA } from './nest-gateway.interface.js';

/**
 * Sets the handler of a message, and applies its decorators.
 *
 * @internal
 */
@Injectable()
export class HandlerEntry {
  constructor(private readonly policy: WatchPolicy) {}

  /** @param args the arguments that the adapter gave: first the data */
  enter(execution: Execution, site: MessageSite, client: unknown, args: readonly unknown[]): void {
    execution.handler = site.name;
    if (!site.isSkipped && site.threshold === undefined) return;
    const pattern: unknown = Reflect.getMetadata(METADATA.message, site.handler);
    this.policy.enter(execution, site, new HandlerContext('ws', [client, ...args, pattern], site));
  }
}
