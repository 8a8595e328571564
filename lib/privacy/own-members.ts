import { types } from 'node:util';

/** Own members of an error that are not enumerable. */
const ERROR_MEMBERS = ['message', 'cause', 'errors'] as const;

/** The first members of an object. `size` counts all of them. @internal */
export type OwnMembers =
  | { readonly items: readonly unknown[]; readonly size: number }
  | { readonly entries: readonly (readonly [key: unknown, value: unknown])[]; readonly size: number };

/**
 * Reads the members of an array, a set, a map or any other object. Runs no code of the object: getters are named, and
 * methods that a subclass overrides are not called.
 *
 * @param value no proxy
 * @param max the most members to read
 * @internal
 */
export function ownMembers(value: object, max: number): OwnMembers {
  if (Array.isArray(value)) {
    const length = Math.min(value.length, max);
    return { items: Array.from({ length }, (_, index) => member(value, String(index))), size: value.length };
  }
  if (types.isSet(value))
    return { items: firstOf(Set.prototype.values.call(value), max), size: sizeOf(Set.prototype, value) };
  if (types.isMap(value))
    return { entries: firstOf(Map.prototype.entries.call(value), max), size: sizeOf(Map.prototype, value) };
  const own = Object.keys(value);
  const names = types.isNativeError(value)
    ? [...ERROR_MEMBERS.filter(name => Object.hasOwn(value, name) && !own.includes(name)), ...own]
    : own;
  return { entries: names.slice(0, max).map(name => [name, member(value, name)]), size: names.length };
}

function member(owner: object, name: string): unknown {
  const property = Object.getOwnPropertyDescriptor(owner, name);
  return property?.get || property?.set ? '[Getter]' : property?.value;
}

function firstOf<T>(values: Iterable<T>, max: number): T[] {
  const first: T[] = [];
  for (const value of values) {
    if (first.push(value) === max) break;
  }
  return first;
}

/** The real size of a set or map: a subclass may override `size`. */
function sizeOf(prototype: Set<unknown> | Map<unknown, unknown>, value: object): number {
  return Number(Reflect.get(prototype, 'size', value));
}
