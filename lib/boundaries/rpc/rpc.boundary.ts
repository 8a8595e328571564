import { Injectable } from '@nestjs/common';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import type { Subscription } from 'rxjs';
import { MonitorLogger } from '../../logging/monitor.logger.js';
import { TracerService } from '../../tracing/tracer.service.js';
import type { AttachMoment, Boundary } from '../boundary.interface.js';
import { HandlerSites, type HandlerSite } from '../policy/handler-sites.js';
import { WatchPolicy } from '../policy/watch-policy.js';
import { isGrpcServer } from './grpc-server.interface.js';
import type { MessageTarget, MessageWatch } from './message-site.js';
import { patternMethods } from './pattern-methods.js';
import { isRpcServer, type RpcServer } from './rpc-server.interface.js';
import { WatchedGrpcServer } from './watched-grpc-server.js';
import { WatchedServer } from './watched-server.js';

/**
 * Opens an execution for each message to a microservice: a request, or an event. It begins before guards, and ends with the
 * last answer.
 *
 * @internal
 */
@Injectable()
export class RpcBoundary implements Boundary {
  readonly kind = 'rpc';
  /** Hybrid applications may start their servers before their own `init()`: gRPC has its methods then. */
  readonly moments = ['construction', 'init'] as const;
  private readonly watch: MessageWatch;
  private readonly sites = new HandlerSites<HandlerSite>(site => site);
  /** A hybrid application has several servers, and some are connected when it runs already. */
  private readonly attached = new Map<RpcServer, WatchedServer | WatchedGrpcServer>();
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
  attach(moment: AttachMoment): void {
    if (typeof this.modules.getRpcTargetRegistry !== 'function') return;
    const isInit = moment === 'init';
    if (this.registry !== undefined && !isInit) return;
    this.registry?.unsubscribe();
    this.registry = this.modules.getRpcTargetRegistry<unknown>().subscribe(server => this.take(server, isInit));
  }

  detach(): void {
    this.registry?.unsubscribe();
    this.registry = undefined;
    for (const server of this.attached.values()) server.detach();
    this.attached.clear();
  }

  private take(server: unknown, isInit: boolean): void {
    try {
      if (!isRpcServer(server) || this.attached.has(server)) return;
      if (isGrpcServer(server)) this.add(server, new WatchedGrpcServer(this.watch, server, this.targetsOf(server)));
      else if (isInit) this.add(server, new WatchedServer(this.watch, server, this.targetsOf(server)));
    } catch (error) {
      this.watch.logger.failure('The messages of a microservice cannot be watched', error);
    }
  }

  private add(server: RpcServer, watched: WatchedServer | WatchedGrpcServer): void {
    this.attached.set(server, watched);
    watched.attach();
  }

  private targetsOf(server: RpcServer): ReadonlyMap<unknown, MessageTarget> {
    const methods = patternMethods(this.modules, this.scanner, server);
    return new Map(
      [...methods].map(([pattern, { type, method }]) => [pattern, { type, method, site: this.sites.of(type, method) }]),
    );
  }
}
