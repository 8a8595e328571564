import { isSensitiveName } from './sensitive-names.js';

/** True if the values with this name are secrets. @internal */
export type IsSensitive = (name: string) => boolean;

/** Names to remember: most names appear in every request. */
const MAX_REMEMBERED = 2_000;
const LONGEST_REMEMBERED = 100;

/**
 * The built-in rules for names, and the application's own ones. A name that contains one of `keys` is sensitive; a name
 * in `allow` is not. If both apply, the name is sensitive.
 *
 * Names are compared without case and separators: `customerNo`, `customer_no` and `Customer-No` are equal.
 *
 * @internal
 */
export function nameRules(keys: readonly string[], allow: readonly string[]): IsSensitive {
  const added = keys.map(plain).filter(key => key !== '');
  const allowed = new Set(allow.map(plain));
  const remembered = new Map<string, boolean>();
  const decide: IsSensitive = name => {
    const bare = plain(name.slice(0, LONGEST_REMEMBERED * 2));
    if (added.some(key => bare.includes(key))) return true;
    return !allowed.has(bare) && isSensitiveName(name);
  };
  return name => {
    const known = remembered.get(name);
    if (known !== undefined) return known;
    const sensitive = decide(name);
    if (name.length <= LONGEST_REMEMBERED && remembered.size < MAX_REMEMBERED) remembered.set(name, sensitive);
    return sensitive;
  };
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z\d\u0080-\uffff]/g, '');
}
