import { types } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { ResolvedOptions } from '../../options/resolved-options.interface.js';
import { RESOLVED_OPTIONS } from '../../options/options.constants.js';

const PLUGIN = '@fastify/under-pressure';
/** Where `fastify-plugin` leaves a plugin's name. */
const META = Symbol.for('plugin-meta');

type Register = (this: unknown, plugin: unknown, options?: unknown) => unknown;

interface FastifyLike {
  register: Register;
  addHook(name: 'onReady', hook: (done: () => void) => void): unknown;
  hasPlugin?(name: string): boolean;
}

/**
 * Finds out whether the application turns requests away by the event loop's utilization, which V8's sampler spoils: its
 * signal interrupts the poll, so that the loop looks busy while it is idle.
 *
 * Fastify does not say with which options a plugin was registered. So `register()` is listened to from the making of
 * the application until Fastify is ready and takes no more plugins.
 *
 * @internal
 */
@Injectable()
export class LoadShedding {
  private readonly fastify: FastifyLike | undefined;
  private readonly found: unknown[] = [];
  private allIsRegistered: () => void = () => undefined;

  constructor(adapterHost: HttpAdapterHost, @Inject(RESOLVED_OPTIONS) { enabled, recorder }: ResolvedOptions) {
    const { httpAdapter } = adapterHost;
    const matters = enabled && recorder.cpu && httpAdapter?.getType() === 'fastify';
    this.fastify = matters ? httpAdapter.getInstance<FastifyLike>() : undefined;
    if (this.fastify !== undefined) this.listenTo(this.fastify);
  }

  /** By what is registered until now. Where it can not be known, true: load that is shed by mistake is harm. */
  isByUtilization(): boolean {
    if (this.found.length > 0) return this.found.some(limitsUtilization);
    return this.fastify?.hasPlugin?.(PLUGIN) === true;
  }

  /** `listener`, which must not throw, is called when Fastify is ready: with the first request, or before it listens. */
  whenAllIsRegistered(listener: () => void): void {
    this.allIsRegistered = listener;
  }

  private listenTo(fastify: FastifyLike): void {
    const { register } = fastify;
    const { found } = this;
    const listening: Register = function (this: unknown, plugin, ...rest) {
      const look = (each: unknown): void => void (isUnderPressure(each) && found.push(rest[0]));
      if (types.isPromise(plugin)) plugin.then(look, () => undefined);
      else look(plugin);
      return Reflect.apply(register, this, [plugin, ...rest]);
    };
    try {
      fastify.addHook('onReady', done => {
        if (fastify.register === listening) fastify.register = register;
        this.allIsRegistered();
        done();
      });
      fastify.register = listening;
    } catch {
      // It is ready, or no Fastify that we have seen.
    }
  }
}

/** A plugin, or the namespace that `import()` gives. */
function isUnderPressure(plugin: unknown): boolean {
  const { default: inner = plugin } = Object(plugin) as { default?: unknown };
  return [plugin, inner].some(each => (Object(each) as { [META]?: { name?: unknown } })[META]?.name === PLUGIN);
}

/** Options may be a function of the instance: these can not be known. */
function limitsUtilization(options: unknown): boolean {
  if (typeof options === 'function') return true;
  const limit = (Object(options) as { maxEventLoopUtilization?: unknown }).maxEventLoopUtilization;
  return Number(limit) > 0;
}
