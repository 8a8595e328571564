import { types } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { ResolvedOptions } from '../../options/resolved-options.interface.js';
import { RESOLVED_OPTIONS } from '../../options/options.constants.js';

const PLUGIN = '@fastify/under-pressure';
/** `fastify-plugin` stores a plugin's name here. */
const META = Symbol.for('plugin-meta');

type Register = (this: unknown, plugin: unknown, options?: unknown) => unknown;

interface FastifyLike {
  register: Register;
  addHook(name: 'onReady', hook: (done: () => void) => void): unknown;
  hasPlugin?(name: string): boolean;
}

/**
 * Detects whether the application rejects requests by the event loop's utilization. V8's sampler falsifies that figure: its
 * signal interrupts the poll, so an idle loop has a high utilization.
 *
 * Fastify does not expose the options of registered plugins. So `register()` is wrapped from the creation of the
 * application until Fastify is ready and accepts no more plugins.
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
    if (this.fastify !== undefined) this.observe(this.fastify);
  }

  /** By the plugins so far. True where it is unknown: requests that are rejected by mistake are harm. */
  isByUtilization(): boolean {
    if (this.found.length > 0) return this.found.some(limitsUtilization);
    return this.fastify?.hasPlugin?.(PLUGIN) === true;
  }

  /** Calls `listener` when Fastify is ready: at the first request, or before it listens. The listener must not throw. */
  whenAllIsRegistered(listener: () => void): void {
    this.allIsRegistered = listener;
  }

  private observe(fastify: FastifyLike): void {
    const { register } = fastify;
    const { found } = this;
    const observing: Register = function (this: unknown, plugin, ...rest) {
      const check = (each: unknown): void => void (isUnderPressure(each) && found.push(rest[0]));
      if (types.isPromise(plugin)) plugin.then(check, () => undefined);
      else check(plugin);
      return Reflect.apply(register, this, [plugin, ...rest]);
    };
    try {
      fastify.addHook('onReady', done => {
        if (fastify.register === observing) fastify.register = register;
        this.allIsRegistered();
        done();
      });
      fastify.register = observing;
    } catch {
      // Fastify is ready already, or of an unknown version.
    }
  }
}

/** `plugin` can be the namespace of an `import()`. */
function isUnderPressure(plugin: unknown): boolean {
  const { default: inner = plugin } = Object(plugin) as { default?: unknown };
  return [plugin, inner].some(each => (Object(each) as { [META]?: { name?: unknown } })[META]?.name === PLUGIN);
}

/** Options can be a function of the instance; their values are unknown. */
function limitsUtilization(options: unknown): boolean {
  if (typeof options === 'function') return true;
  const limit = (Object(options) as { maxEventLoopUtilization?: unknown }).maxEventLoopUtilization;
  return Number(limit) > 0;
}
