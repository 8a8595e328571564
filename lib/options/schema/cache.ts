import type { Cache } from 'cache-manager';
import { z } from 'zod';

const NO_CACHE = 'must be a cache of cache-manager 7, such as createCache({ stores: […] }), or CACHE_MANAGER';
const NO_STORE = 'has no store: make it with createCache({ stores: […] })';
const KEYV_6 =
  'uses keyv 6, but cache-manager 7 loses the lifetimes of its entries with keyv 6: install keyv 5 (npm install keyv@5)';

/** A cache that can store claims. @internal */
export const cache = z.custom<Cache>().superRefine((value, context) => {
  const fault = faultOf(value);
  if (fault !== undefined) context.addIssue(fault);
});

function faultOf(value: unknown): string | undefined {
  try {
    if (!hasMethods(value, ['get', 'set', 'del'])) return NO_CACHE;
    const stores: readonly unknown[] = Array.isArray(value.stores) ? value.stores : [];
    if (stores.some(isKeyv6)) return KEYV_6;
    if (stores.length === 0) return NO_STORE;
    return stores.every(store => hasMethods(store, ['get', 'set', 'delete', 'on'])) ? undefined : NO_CACHE;
  } catch {
    return NO_CACHE;
  }
}

/** Detects keyv 6 by its members, because an instance has no version. */
function isKeyv6(store: unknown): boolean {
  return hasMethods(store, ['resolveStore']) && !('opts' in store) && 'sanitize' in store;
}

function hasMethods(value: unknown, names: readonly string[]): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  return names.every(name => typeof (value as Record<string, unknown>)[name] === 'function');
}
