import type { Type } from '@nestjs/common';
import type { CallSite } from '../../tracing/call-site.js';
import type { Callable } from '../../tracing/callable.js';
import { HandlerSites, type HandlerSite } from '../policy/handler-sites.js';

/** The facts about a method that handles messages. @internal */
export interface MessageSite extends HandlerSite {
  /** The gateway's class. */
  readonly type: Type;
  readonly handler: Callable;
}

/** The facts about one handler of a client, known before the first message. @internal */
export interface MessageTarget {
  /** The execution's own: it has the name. */
  readonly root: CallSite;
  /** The methods that may handle the message; several where gateways have the same list of messages. */
  readonly candidates: readonly MessageSite[];
}

/** @internal */
export function messageSites(): HandlerSites<MessageSite> {
  return new HandlerSites((site, type, handler) => ({
    ...site,
    type: type as Type,
    handler: handler as Callable,
  }));
}

/** @internal */
export function rootSite(name: string): CallSite {
  return { name, kind: 'execution', isAsync: false, returnsObservable: false, isLearning: false };
}
