import type { CallSite } from './call-site.js';

/** Names beyond this number are not remembered: they may contain user data. */
const MAX_SITES = 1_000;

/**
 * Call sites of code that is profiled by a name, one for each name and threshold.
 *
 * @internal
 */
export class NamedSites {
  private readonly sites = new Map<string, CallSite>();

  /** @param thresholdMs for a call that is an execution of its own; by default the option's */
  of(name: string, thresholdMs?: number): CallSite {
    const key = thresholdMs === undefined ? name : `${thresholdMs} ${name}`;
    const known = this.sites.get(key);
    if (known !== undefined) return known;
    const site: CallSite = {
      name,
      kind: 'profile',
      isAsync: false,
      returnsObservable: false,
      isLearning: false,
      asExecution: { kind: 'function', thresholdMs },
    };
    if (this.sites.size < MAX_SITES) this.sites.set(key, site);
    return site;
  }
}
