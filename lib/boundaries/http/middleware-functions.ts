import { types } from 'node:util';
import { Injectable } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { disguise, isWrapped } from '../../instrumentation/decorators/wrap-method.js';
import { MonitorLogger } from '../../logging/monitor.logger.js';
import { overrideMethod } from '../../platform/override-method.js';
import type { Callable } from '../../tracing/callable.js';
import type { Boundary } from '../boundary.interface.js';
import { callMiddleware, exchangeOf, middlewareSite } from './middleware-call.js';

/** The name of a function without one. */
const NAMELESS = '(middleware)';

/**
 * Opens spans for middleware functions that modules apply in `configure()`.
 *
 * Nest hides such a function in a class of its own. So `configure()` is replaced on the prototypes of the modules: the
 * consumer that it gets passes on a wrapper of the function. The wrapper opens spans in monitored requests only, so it is
 * the same for all applications, and stays.
 *
 * @internal
 */
@Injectable()
export class MiddlewareFunctions implements Boundary {
  readonly kind = 'http';
  readonly moments = ['construction'] as const;

  constructor(
    private readonly modules: ModulesContainer,
    private readonly logger: MonitorLogger,
  ) {}

  attach(): void {
    for (const { metatype } of this.modules.values()) {
      try {
        coverConfigure(metatype);
      } catch (error) {
        this.logger.failure('The middleware of a module could not be watched', error);
      }
    }
  }

  detach(): void {}
}

function coverConfigure(module: NewableFunction): void {
  let owner: unknown = module.prototype;
  while (typeof owner === 'object' && owner !== null && !types.isProxy(owner) && !Object.hasOwn(owner, 'configure'))
    owner = Object.getPrototypeOf(owner);
  if (typeof owner !== 'object' || owner === null || types.isProxy(owner)) return;
  const { value, writable } = Object.getOwnPropertyDescriptor(owner, 'configure') ?? {};
  if (typeof value !== 'function' || types.isProxy(value) || writable !== true || isWrapped(value)) return;
  const before = value as Callable;
  const { configure } = {
    configure(this: unknown, ...args: unknown[]): unknown {
      if (isConsumer(args[0])) watchApply(args[0]);
      return Reflect.apply(before, this, args);
    },
  };
  Object.defineProperty(owner, 'configure', { value: disguise(configure, before) });
}

interface Consumer {
  apply(...middleware: unknown[]): unknown;
}

function isConsumer(value: unknown): value is Consumer {
  return typeof value === 'object' && value !== null && typeof (value as Partial<Consumer>).apply === 'function';
}

/** The consumer is Nest's, and made for one call. */
function watchApply(consumer: Consumer): void {
  overrideMethod(consumer, 'apply', before => (...middleware) => {
    const covered: unknown[] = middleware.flat().map(each => (isFunction(each) ? cover(each) : each));
    return Reflect.apply(before, consumer, covered);
  });
}

/** Nest's own distinction of middleware functions and classes. */
function isFunction(middleware: unknown): middleware is Callable {
  if (typeof middleware !== 'function' || types.isProxy(middleware)) return false;
  const source = Function.prototype.toString.call(middleware);
  if (source.startsWith('class')) return false;
  const prototype: unknown = Object.getOwnPropertyDescriptor(middleware, 'prototype')?.value;
  return !(/^function [A-Z]/.test(source) && typeof (prototype as { use?: unknown } | undefined)?.use === 'function');
}

function cover(middleware: Callable): Callable {
  const step = { site: middlewareSite(middleware.name || NAMELESS), answer: undefined };
  return function (this: unknown, ...args: unknown[]): unknown {
    const exchange = exchangeOf(args);
    if (exchange === undefined) return Reflect.apply(middleware, this, args);
    return callMiddleware(exchange, step, middleware, this, args);
  };
}
