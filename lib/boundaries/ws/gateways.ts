import { Injectable, type Type } from '@nestjs/common';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { MonitorLogger } from '../../logging/monitor.logger.js';
import type { Callable } from '../../tracing/callable.js';
import { watchExceptions } from './exception-watch.js';
import { HandlerCalls } from './handler-calls.js';
import { messageName } from './message-name.js';
import { messageSites, rootSite, type MessageSite, type MessageTarget } from './message-site.js';
import { METADATA, type BoundHandler } from './nest-gateway.interface.js';

/**
 * The application's gateways and the methods that handle their messages.
 *
 * Nest gives the adapter the messages of one gateway, in the order of its methods, and neither its class nor its methods.
 * So a gateway is recognized by its list of messages.
 *
 * @internal
 */
@Injectable()
export class Gateways {
  private readonly sites = messageSites();
  private readonly targets = new Map<string, readonly MessageTarget[]>();

  constructor(
    private readonly modules: ModulesContainer,
    private readonly scanner: MetadataScanner,
    private readonly calls: HandlerCalls,
    private readonly logger: MonitorLogger,
  ) {}

  /** All modules are scanned, and no pipeline is built. */
  find(): void {
    if (this.targets.size > 0) return;
    // Two modules may provide the same class.
    const types = new Set<unknown>();
    for (const { providers } of this.modules.values())
      for (const { metatype, isNotMetatype } of providers.values()) {
        if (typeof metatype !== 'function' || isNotMetatype || types.has(metatype)) continue;
        types.add(metatype);
        try {
          if (Reflect.hasMetadata(METADATA.gateway, metatype)) this.add(this.handlersOf(metatype as Type));
        } catch (error) {
          this.logger.failure('A gateway could not be watched', error);
        }
      }
    const targets = [...this.targets.values()].flat();
    // Classes that inherit a handler share it.
    const handlers = new Set(targets.flatMap(({ candidates }) => candidates.map(({ handler }) => handler)));
    for (const handler of handlers) watchExceptions(handler);
  }

  /** The application runs: handlers with equal lists of messages are found by their calls. */
  watchCalls(): void {
    const targets = [...this.targets.values()].flat();
    this.calls.watch(targets.flatMap(({ candidates }) => (candidates.length > 1 ? candidates : [])));
  }

  forget(): void {
    this.targets.clear();
    this.calls.forget();
  }

  /** @param handlers all handlers of one gateway, in Nest's order */
  targetsOf(handlers: readonly BoundHandler[]): readonly MessageTarget[] {
    const names = handlers.map(({ message }) => messageName(message));
    // Other code may have changed the list. The executions then have no handler.
    return this.targets.get(keyOf(names)) ?? names.map(name => ({ root: rootSite(name), candidates: [] }));
  }

  private add(sites: readonly MessageSite[]): void {
    const names = sites.map(({ handler }) => messageName(Reflect.getMetadata(METADATA.message, handler)));
    const same = this.targets.get(keyOf(names));
    this.targets.set(
      keyOf(names),
      sites.map((site, place) => ({
        root: same?.[place]?.root ?? rootSite(names[place] ?? ''),
        candidates: [...(same?.[place]?.candidates ?? []), site],
      })),
    );
  }

  private handlersOf(type: Type): MessageSite[] {
    const prototype = type.prototype as object;
    return this.scanner
      .getAllMethodNames(prototype)
      .map(name => Reflect.get(prototype, name) as Callable)
      .filter(method => Reflect.getMetadata(METADATA.isHandler, method) !== undefined)
      .map(method => this.sites.of(type, method));
  }
}

function keyOf(names: readonly string[]): string {
  return names.join('\n');
}
