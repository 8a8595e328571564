import type { LibraryContext } from '../../lib/instrumentation/libraries/library.interface.js';
import type { Tracer } from '../../lib/tracing/tracer.interface.js';

/** The context of a library in a test: it finds no instances and no packages, and its failures are collected. */
export function libraryContext(tracer: Tracer, failures: unknown[]): LibraryContext {
  return {
    tracer,
    logger: { failure: (_, error) => failures.push(error) },
    instances: () => [],
    isRecorded: () => false,
    packages: { copiesOf: () => [] },
  };
}
