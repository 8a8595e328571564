import { types } from 'node:util';
import { ownData } from '../../privacy/own-data.js';

/**
 * Node's response to the request of an operation, where its context value leads to it: from Nest's `req` on Express, from
 * the `reply` of Mercurius. In a batch, the context value of an item may inherit from that of the request.
 *
 * @internal
 */
export function responseOf(context: unknown): unknown {
  const request = inheritedData(context, 'req');
  return ownData(request, 'res') ?? ownData(inheritedData(context, 'reply'), 'raw');
}

function inheritedData(owner: unknown, name: string): unknown {
  const own = ownData(owner, name);
  if (own !== undefined || typeof owner !== 'object' || owner === null || types.isProxy(owner)) return own;
  return ownData(Object.getPrototypeOf(owner), name);
}
