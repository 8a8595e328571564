import 'reflect-metadata';
import type { ExecutionContext } from '@nestjs/common';
import { parseDuration } from '../../options/parse-duration.js';
import type { Duration } from '../../options/option-values.interface.js';

const SLOW_THRESHOLD = 'nestjs-performance-monitor:slow-threshold';

/**
 * A threshold, or a function that returns one for each call. The function runs before the handler and is not awaited. When
 * it throws or returns no duration above 0, this is logged, and the option `threshold` applies.
 *
 * @publicApi
 */
export type Threshold = Duration | ((context: ExecutionContext) => Duration);

/** A threshold in milliseconds, or the function that returns one. @internal */
export type ResolvedThreshold = number | ((context: ExecutionContext) => Duration);

/**
 * Sets the threshold of a handler, or of all handlers of a controller: their executions are slow from this duration on.
 * The decorator of a handler has precedence over that of its class, and both over the option `threshold`.
 *
 * @throws TypeError when the threshold is neither a duration above 0 nor a function
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

/**
 * The threshold of the first target that has the decorator.
 *
 * @param targets from the method to its class
 * @internal
 */
export function slowThresholdOf(...targets: readonly object[]): ResolvedThreshold | undefined {
  for (const target of targets) {
    const threshold = Reflect.getMetadata(SLOW_THRESHOLD, target) as ResolvedThreshold | undefined;
    if (threshold !== undefined) return threshold;
  }
  return undefined;
}
