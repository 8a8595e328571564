import type { CallSite } from '../../lib/tracing/call-site.js';

/** A provider's `async` method. */
export function siteOf(name: string): CallSite {
  return { name, kind: 'provider', isAsync: true, returnsObservable: false, isLearning: false };
}
