import { types } from 'node:util';
import { Injectable } from '@nestjs/common';
import { overrideMethod } from '../../platform/override-method.js';
import { SHARED } from '../../platform/process-wide.js';
import type { Callable } from '../../tracing/callable.js';
import type { Execution } from '../../tracing/execution.js';
import { spanStorage } from '../../tracing/execution-context.js';
import { HandlerEntry } from './handler-entry.js';
import type { MessageSite } from './message-site.js';

/** Key of the observers of calls on a handler. */
const OBSERVERS = Symbol.for(`${SHARED}:GATEWAY_CALLS`);

type CallObserver = (handler: unknown, gateway: unknown) => void;

interface AwaitedCall {
  readonly candidates: readonly MessageSite[];
  readonly client: unknown;
  readonly args: readonly unknown[];
}

/**
 * Finds the handler of a message where several gateways have the same list of messages: when it is called.
 *
 * Nest calls handlers through their `apply`, which is covered, so a handler keeps its identity.
 *
 * @internal
 */
@Injectable()
export class HandlerCalls {
  private readonly awaited = new WeakMap<Execution, AwaitedCall>();
  /** The observers of the handlers that this application watches. */
  private readonly watched = new Set<Set<CallObserver>>();

  constructor(private readonly entry: HandlerEntry) {}

  watch(sites: readonly MessageSite[]): void {
    for (const { handler } of sites) {
      if (types.isProxy(handler)) continue;
      const observers = observersOf(handler);
      observers.add(this.observe);
      this.watched.add(observers);
    }
  }

  forget(): void {
    for (const observers of this.watched) observers.delete(this.observe);
    this.watched.clear();
  }

  /** One of the candidates is about to be called. */
  expect(execution: Execution, call: AwaitedCall): void {
    this.awaited.set(execution, call);
  }

  private readonly observe: CallObserver = (handler, gateway) => this.called(handler, gateway);

  private called(handler: unknown, gateway: unknown): void {
    const execution = spanStorage.getStore()?.execution;
    const open = execution && this.awaited.get(execution);
    if (execution === undefined || open === undefined || execution.finished) return;
    const prototype = prototypeOf(gateway);
    const site = open.candidates.find(each => each.handler === handler && each.type.prototype === prototype);
    if (site === undefined) return;
    this.awaited.delete(execution);
    this.entry.enter(execution, site, open.client, open.args);
  }
}

/** The handler's `apply` is covered once for all applications, and stays: without observers it only calls. */
function observersOf(handler: Callable): Set<CallObserver> {
  const known = Object.getOwnPropertyDescriptor(handler, OBSERVERS)?.value as Set<CallObserver> | undefined;
  if (known !== undefined) return known;
  const observers = new Set<CallObserver>();
  const before = handler.apply as Callable;
  overrideMethod(handler as { apply: Callable }, 'apply', () => {
    return function apply(this: unknown, ...given: unknown[]): unknown {
      for (const observe of observers) observe(this, given[0]);
      return Reflect.apply(before, this, given);
    };
  });
  Object.defineProperty(handler, OBSERVERS, { value: observers });
  return observers;
}

function prototypeOf(gateway: unknown): unknown {
  try {
    return Object.getPrototypeOf(gateway);
  } catch {
    // A proxy whose trap throws, or no object.
    return undefined;
  }
}
