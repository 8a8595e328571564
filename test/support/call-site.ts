import type { CallSite } from '../../lib/tracing/call-site.js';

/** The call site of a provider's `async` method. */
export function siteOf(name: string): CallSite {
  return { name, kind: 'provider', isAsync: true, returnsObservable: false, isLearning: false };
}
