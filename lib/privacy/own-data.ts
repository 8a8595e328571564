import { types } from 'node:util';

/**
 * A member's value, if it is the object's own and plain: no getter is called, no proxy asked.
 *
 * @internal
 */
export function ownData(owner: unknown, name: string): unknown {
  if (typeof owner !== 'object' || owner === null || types.isProxy(owner)) return undefined;
  return Object.getOwnPropertyDescriptor(owner, name)?.value;
}
