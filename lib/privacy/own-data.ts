import { types } from 'node:util';

/**
 * The value of an object's own member; `undefined` for a getter, for a member of a proxy and for anything else. Runs no
 * code of the object.
 *
 * @internal
 */
export function ownData(owner: unknown, name: string): unknown {
  if (typeof owner !== 'object' || owner === null || types.isProxy(owner)) return undefined;
  return Object.getOwnPropertyDescriptor(owner, name)?.value;
}
