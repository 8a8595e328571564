import { types } from 'node:util';
import { spanStorage, tracerOf } from './execution-context.js';
import type { CallSite } from './call-site.js';
import type { Span } from './execution.js';
import type { Callable } from './callable.js';

type Step = 'next' | 'return' | 'throw';
const STEPS: readonly Step[] = ['next', 'return', 'throw'];

/**
 * Makes the iteration of a generator object a span, from its first step to its last. It stays the same object: three
 * properties that are not enumerable cover its steps.
 *
 * @param self the `this` of the generator method's call
 * @internal
 */
export function traceIterator(iterator: object, site: CallSite, thresholdMs: number | undefined, self: unknown): void {
  let span: Span | undefined;
  let begun = false;
  const begin = (): void => {
    begun = true;
    const parent = spanStorage.getStore();
    const live = parent !== undefined && !parent.execution.finished ? parent : undefined;
    const tracer = live?.execution.tracer ?? tracerOf(self);
    span = tracer?.open(live, site, thresholdMs);
  };
  const end = (failed: boolean): void => {
    span?.execution.tracer.close(span, failed);
    span = undefined;
  };
  const given = (result: unknown): void => {
    if (isDone(result)) end(false);
    else if (span?.parent === undefined && span !== undefined) span.execution.hasAnswered = true;
  };
  for (const step of STEPS) {
    const original = Reflect.get(iterator, step) as Callable;
    const traced = function (this: unknown, ...args: unknown[]): unknown {
      if (!begun) begin();
      if (span === undefined) return Reflect.apply(original, this, args);
      let result: unknown;
      try {
        result = span.execution.tracer.run(span, original, this, args);
      } catch (error) {
        end(true);
        throw error;
      }
      if (!types.isPromise(result)) {
        given(result);
        return result;
      }
      // Each step of an async generator makes a new promise, which the caller has not received yet.
      return result.then(
        value => {
          given(value);
          return value as unknown;
        },
        (error: unknown) => {
          end(true);
          throw error;
        },
      );
    };
    Object.defineProperty(iterator, step, { value: traced, writable: true, configurable: true, enumerable: false });
  }
}

function isDone(result: unknown): boolean {
  return typeof result === 'object' && result !== null && (result as { done?: unknown }).done === true;
}
