import 'reflect-metadata';

const SKIP_MONITORING = 'nestjs-performance-monitor:skip';

/**
 * Excludes a handler, or all handlers of a controller: they raise no alerts and open no spans. They are still counted.
 * Methods of providers can be excluded the same way: then they have no spans, unless `@Profile()` is on the method.
 *
 * The decorator of a method has precedence over that of its class.
 *
 * @param skip `false` on a method includes it again when its class is excluded
 * @example
 * @SkipMonitoring()
 * @Get('health')
 * health() { … }
 *
 * @publicApi
 */
export function SkipMonitoring(skip = true): ClassDecorator & MethodDecorator {
  return (target: object, _key?: string | symbol, descriptor?: PropertyDescriptor): void => {
    Reflect.defineMetadata(SKIP_MONITORING, skip, (descriptor?.value as object | undefined) ?? target);
  };
}

/**
 * True when the first target that has the decorator is excluded by it.
 *
 * @param targets from the method to its class
 * @internal
 */
export function isSkipped(...targets: readonly object[]): boolean {
  for (const target of targets) {
    const skip: unknown = Reflect.getMetadata(SKIP_MONITORING, target);
    if (typeof skip === 'boolean') return skip;
  }
  return false;
}
