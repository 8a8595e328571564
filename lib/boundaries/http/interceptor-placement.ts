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
 * An `APP_INTERCEPTOR` stands before gateways and handlers of messages, too. Any interceptor there makes Nest call the
 * handler when the adapter or transport subscribes: outside the async context of their call.
 *
 * Nest reads the global interceptors from the application's configuration whenever it builds the pipeline of a handler,
 * and does not pass the handler. So the interceptor is among them only while routes are made. Nest builds the pipeline of a
 * request-scoped controller at each request. There it gets the instances of request-scoped interceptors by the
 * controller's id.
 *
 * @internal
 */
@Injectable()
export class InterceptorPlacement implements Boundary {
  readonly kind = 'http';
  readonly moments = ['routes', 'init'] as const;
  private readonly undo: (() => void)[] = [];
  private isActive = false;
  private lastGiven: NestInterceptor[] = [];

  constructor(
    private readonly config: ApplicationConfig,
    private readonly external: ExternalContextCreator,
    private readonly controllers: ScopedControllers,
    private readonly interceptor: PerformanceInterceptor,
  ) {}

  /** Gateways are bound before `routes`, and routes before `init`: the interceptor is active between the two. */
  attach(moment: AttachMoment): void {
    this.isActive = moment === 'routes';
    if (!this.isActive) return;
    this.controllers.find();
    if (this.undo.length === 0) this.place();
  }

  detach(): void {
    this.isActive = false;
    this.controllers.forget();
    for (const undo of this.undo.splice(0)) undo();
  }

  private place(): void {
    const { config, external } = this;
    this.undo.push(
      overrideMethod(config, 'getGlobalInterceptors', before => () => {
        const others = Reflect.apply(before, config, []);
        this.lastGiven = this.isActive ? [this.interceptor, ...others] : [...others];
        return this.lastGiven;
      }),
      overrideMethod(config, 'getGlobalRequestInterceptors', before => () => [
        ...this.probe(),
        ...Reflect.apply(before, config, []),
      ]),
      overrideMethod(
        external,
        'create',
        before =>
          ((...args) => {
            const wasActive = this.isActive;
            // Only fields of objects have options. An answer of a thousand objects runs their pipelines as often.
            this.isActive = args[CONTEXT_TYPE] === 'graphql' && args[OPTIONS] === undefined;
            try {
              return Reflect.apply(before as Create, external, args);
            } finally {
              this.isActive = wasActive;
            }
          }) as typeof before,
      ),
    );
  }

  /** A wrapper as of a request-scoped interceptor: Nest gets the instance from it with the controller's id. */
  private probe(): ScopedInterceptors {
    const wrapper = {
      token: PerformanceInterceptor,
      isTransient: false,
      isDependencyTreeDurable: () => false,
      getInstanceByContextId: (_context: unknown, hostId?: string): undefined => {
        // Nest still uses the array that it got before; the first interceptor in it is outside all others.
        if (this.controllers.isRouted(hostId)) this.lastGiven.unshift(this.interceptor);
      },
    };
    return [wrapper] as unknown as ScopedInterceptors;
  }
}
