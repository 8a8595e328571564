import { Catch, type ExceptionFilter } from '@nestjs/common';
import { SkipMonitoring } from '../../instrumentation/decorators/skip-monitoring.decorator.js';
import { spanStorage } from '../../tracing/execution-context.js';
import { METADATA } from './nest-gateway.interface.js';

/** No exception is of this class. Nest's check by `instanceof` shows that there is one. */
class NoException {
  static [Symbol.hasInstance](): boolean {
    const execution = spanStorage.getStore()?.execution;
    if (execution?.kind === 'ws' && !execution.finished) execution.outcome = 'error';
    return false;
  }
}

/**
 * Notes the exceptions of guards, pipes, interceptors and handlers as the outcome of a message. Nest answers them itself:
 * neither the handler's promise nor the Observable of its values shows one.
 *
 * It is a filter that catches nothing. Nest checks the filters of a method from the last one on.
 */
@Catch(NoException)
@SkipMonitoring()
class ExceptionWatch implements ExceptionFilter {
  /** Nest binds it, and never calls it. */
  catch(): void {}
}

/** One for all handlers of all applications: it reads the execution from the context. */
const WATCH = new ExceptionWatch();

/**
 * Watches the exceptions of a handler, until the process ends. Call it before Nest builds the handler's pipeline, as often as
 * needed. Nest builds pipelines of request-scoped gateways for each message, so that no application may remove the watch
 * while another one runs.
 *
 * @param handler the method, whose metadata has its filters
 * @internal
 */
export function watchExceptions(handler: object): void {
  const before = (Reflect.getOwnMetadata(METADATA.filters, handler) as readonly unknown[] | undefined) ?? [];
  if (!before.includes(WATCH)) Reflect.defineMetadata(METADATA.filters, [...before, WATCH], handler);
}
