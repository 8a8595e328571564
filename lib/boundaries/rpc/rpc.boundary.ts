import { Injectable } from '@nestjs/common';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import type { Subscription } from 'rxjs';
import { MonitorLogger } from '../../logging/monitor.logger.js';
import { TracerService } from '../../tracing/tracer.service.js';
import type { Boundary } from '../boundary.interface.js';
import { HandlerSites, type HandlerSite } from '../policy/handler-sites.js';
import { WatchPolicy } from '../policy/watch-policy.js';
import type { MessageTarget, MessageWatch } from './message-handler.js';
import { patternMethods } from './pattern-methods.js';
import { isRpcServer, type RpcServer } from './rpc-server.interface.js';
import { WatchedServer } from './watched-server.js';

/**
 * Opens an execution for each message to a microservice: a request, or an event. It begins before guards, and ends with the
 * last answer.
 *
 * gRPC finds its handlers in another way, and is not watched.
 *
 * @internal
 */
@Injectable()
export class RpcBoundary implements Boundary {
  readonly kind = 'rpc';
  readonly moments = ['init'] as const;
  private readonly watch: MessageWatch;
  private readonly sites = new HandlerSites<HandlerSite>(site => site);
  /** A hybrid application has several servers, and some are connected when it runs already. */
  private readonly attached = new Map<RpcServer, WatchedServer>();
  private registry: Subscription | undefined = undefined;

  constructor(
    private readonly modules: ModulesContainer,
    private readonly scanner: MetadataScanner,
    tracer: TracerService,
    policy: WatchPolicy,
    logger: MonitorLogger,
  ) {
    this.watch = { tracer, policy, logger };
  }

  /** The registry repeats the servers that it has by now. Nest has none before 11.1.4. */
  attach(): void {
    if (this.registry !== undefined || typeof this.modules.getRpcTargetRegistry !== 'function') return;
    this.registry = this.modules.getRpcTargetRegistry<unknown>().subscribe(server => this.take(server));
  }

  detach(): void {
    this.registry?.unsubscribe();
    this.registry = undefined;
    for (const server of this.attached.values()) server.detach();
    this.attached.clear();
  }

  private take(server: unknown): void {
    try {
      if (!isRpcServer(server) || this.attached.has(server)) return;
      const watched = new WatchedServer(this.watch, server, this.targetsOf(server));
      this.attached.set(server, watched);
      watched.attach();
    } catch (error) {
      this.watch.logger.failure('The messages of a microservice cannot be watched', error);
    }
  }

  private targetsOf(server: RpcServer): ReadonlyMap<unknown, MessageTarget> {
    const methods = patternMethods(this.modules, this.scanner, server);
    return new Map(
      [...methods].map(([pattern, { type, method }]) => [pattern, { type, method, site: this.sites.of(type, method) }]),
    );
  }
}
