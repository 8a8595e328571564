import type { SpanSite } from '../../lib/execution/span-site.js';

/** A provider's `async` method. */
export function siteOf(name: string): SpanSite {
  return { name, kind: 'provider', isAsync: true, returnsObservable: false, isLearning: false };
}
