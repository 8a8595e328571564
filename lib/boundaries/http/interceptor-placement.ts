import { Injectable, type NestInterceptor } from '@nestjs/common';
import { ApplicationConfig, ExternalContextCreator } from '@nestjs/core';
import { overrideMethod } from '../../platform/override-method.js';
import type { AttachMoment, Boundary } from '../boundary.interface.js';
import { PerformanceInterceptor } from './performance.interceptor.js';
import { ScopedControllers } from './scoped-controllers.js';

type Create = (...args: unknown[]) => unknown;
type ScopedInterceptors = ReturnType<ApplicationConfig['getGlobalRequestInterceptors']>;

/** Positions of the arguments of `ExternalContextCreator.create()`. */
const OPTIONS = 7;
const CONTEXT_TYPE = 8;

/**
 * Puts the interceptor before HTTP handlers and GraphQL's root resolvers, outside all others, and nowhere else.
 *
 * As an `APP_INTERCEPTOR` it would stand before gateways and handlers of messages, too. Any interceptor there makes Nest
 * call the handler when the adapter or transport subscribes: outside the async context that it called in.
 *
 * Nest asks the application's configuration for the global interceptors whenever it makes the way to a handler, and does
 * not say to which. So they are given with ours only while routes are made. The way to a request-scoped controller is
 * made at each request: there the request-scoped interceptors are asked for their instance, with the controller's id.
 *
 * @internal
 */
@Injectable()
export class InterceptorPlacement implements Boundary {
  readonly kind = 'http';
  readonly moments = ['routes', 'init'] as const;
  private readonly undo: (() => void)[] = [];
  private isWanted = false;
  private lastGiven: NestInterceptor[] = [];

  constructor(
    private readonly config: ApplicationConfig,
    private readonly external: ExternalContextCreator,
    private readonly controllers: ScopedControllers,
    private readonly interceptor: PerformanceInterceptor,
  ) {}

  /** Gateways are bound at `routes`, and routes at `init`: only between the two the interceptor is wanted. */
  attach(moment: AttachMoment): void {
    this.isWanted = moment === 'routes';
    if (!this.isWanted) return;
    this.controllers.find();
    if (this.undo.length === 0) this.place();
  }

  detach(): void {
    this.isWanted = false;
    this.controllers.forget();
    for (const undo of this.undo.splice(0)) undo();
  }

  private place(): void {
    const { config, external } = this;
    this.undo.push(
      overrideMethod(config, 'getGlobalInterceptors', before => () => {
        const others = Reflect.apply(before, config, []);
        this.lastGiven = this.isWanted ? [this.interceptor, ...others] : [...others];
        return this.lastGiven;
      }),
      overrideMethod(config, 'getGlobalRequestInterceptors', before => () => [
        ...this.question(),
        ...Reflect.apply(before, config, []),
      ]),
      overrideMethod(
        external,
        'create',
        before =>
          ((...args) => {
            const wanted = this.isWanted;
            // Options are given for fields of objects alone: an answer of a thousand of them takes that way as often.
            this.isWanted = args[CONTEXT_TYPE] === 'graphql' && args[OPTIONS] === undefined;
            try {
              return Reflect.apply(before as Create, external, args);
            } finally {
              this.isWanted = wanted;
            }
          }) as typeof before,
      ),
    );
  }

  /** Stands in for the wrapper of a request-scoped interceptor: Nest asks it for an instance, and names the controller. */
  private question(): ScopedInterceptors {
    const wrapper = {
      token: PerformanceInterceptor,
      isTransient: false,
      isDependencyTreeDurable: () => false,
      getInstanceByContextId: (_context: unknown, hostId?: string): undefined => {
        // Nest still holds the array that it was given; the first interceptor in it is outside all others.
        if (this.controllers.isRouted(hostId)) this.lastGiven.unshift(this.interceptor);
      },
    };
    return [wrapper] as unknown as ScopedInterceptors;
  }
}
