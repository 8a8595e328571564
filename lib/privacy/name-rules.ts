import { isSensitiveName } from './sensitive-names.js';

/** Whether what stands under this name is a secret. @internal */
export type IsSensitive = (name: string) => boolean;

/** Names that are remembered; the same few fields and headers come again and again. */
const MAX_REMEMBERED = 2_000;
const LONGEST_REMEMBERED = 100;

/**
 * The built-in rules for names, with the application's own: what contains one of `keys` is a secret, what is one of
 * `allow` is none. Names are compared without case and separators, so that `customerNo`, `customer_no` and
 * `Customer-No` are one. An own key wins over what is allowed.
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
