import type { CallSite } from './call-site.js';

/** Names beyond this number are not remembered: they may contain user data. */
const MAX_SITES = 1_000;

/**
 * Call sites of code that is profiled by a name, one for each name.
 *
 * @internal
 */
export class NamedSites {
  private readonly sites = new Map<string, CallSite>();

  of(name: string): CallSite {
    const known = this.sites.get(name);
    if (known !== undefined) return known;
    const site: CallSite = { name, kind: 'profile', isAsync: false, returnsObservable: false, isLearning: false };
    if (this.sites.size < MAX_SITES) this.sites.set(name, site);
    return site;
  }
}
