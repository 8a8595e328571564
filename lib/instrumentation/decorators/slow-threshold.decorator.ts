import 'reflect-metadata';
import type { ExecutionContext } from '@nestjs/common';
import { parseDuration } from '../../options/duration.js';
import type { Duration } from '../../options/option-values.interface.js';

const SLOW_THRESHOLD = 'nestjs-performance-monitor:slow-threshold';

/**
 * A threshold, or a function that gives one for each call: it is asked before the handler runs, is not awaited, and
 * when it throws or gives no duration above 0, that is logged, and the option is in force.
 *
 * @publicApi
 */
export type Threshold = Duration | ((context: ExecutionContext) => Duration);

/** A threshold in milliseconds, or the function that gives one. @internal */
export type ResolvedThreshold = number | ((context: ExecutionContext) => Duration);

/**
 * Sets when a route's handler, or any handler of a controller, is slow. What stands on the handler has precedence over
 * what stands on the class, and that over the option `threshold`.
 *
 * @throws TypeError when it is neither a duration above 0 nor a function
 * @example
 * @SlowThreshold('3s')
 * @Get('export')
 * export() { … }
 *
 * @SlowThreshold(context => (context.switchToHttp().getRequest().query.all ? '10s' : '1s'))
 *
 * @publicApi
 */
export function SlowThreshold(threshold: Threshold): ClassDecorator & MethodDecorator {
  const resolved = typeof threshold === 'function' ? threshold : parseDuration(threshold);
  if (resolved === undefined || resolved === 0)
    throw new TypeError(
      `@SlowThreshold(): ${String(threshold)} is not a duration above 0; give milliseconds, a string like '1.5s', or a function`,
    );
  return (target: object, _key?: string | symbol, descriptor?: PropertyDescriptor): void => {
    Reflect.defineMetadata(SLOW_THRESHOLD, resolved, (descriptor?.value as object | undefined) ?? target);
  };
}

/** What is set for it: asked from the inside to the outside, the first that says something counts. @internal */
export function slowThresholdOf(...targets: readonly object[]): ResolvedThreshold | undefined {
  for (const target of targets) {
    const threshold = Reflect.getMetadata(SLOW_THRESHOLD, target) as ResolvedThreshold | undefined;
    if (threshold !== undefined) return threshold;
  }
  return undefined;
}
