import 'reflect-metadata';

const SKIP_MONITORING = 'nestjs-performance-monitor:skip';

/**
 * Keeps the monitor away from a route's handler, or from all handlers of a controller: they raise no alert and open no
 * spans. They are still counted. On a provider, or on one of its methods, it keeps spans of their own from being made;
 * `@Profile()` asks for them, and has precedence.
 *
 * What stands on the handler has precedence over what stands on the class.
 *
 * @param skip `false` on a handler takes it out of what its class says
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

/** Whether it is to be skipped: asked from the inside to the outside, the first that says something counts. @internal */
export function isSkipped(...targets: readonly object[]): boolean {
  for (const target of targets) {
    const skip: unknown = Reflect.getMetadata(SKIP_MONITORING, target);
    if (typeof skip === 'boolean') return skip;
  }
  return false;
}
