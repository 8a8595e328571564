import { SHARED } from '../../platform/process-wide.js';

/** The own keys of every function. */
const COMMON_KEYS = new Set<string | symbol>(['length', 'name', 'prototype', 'arguments', 'caller']);

/** True for a function with further properties: a mock or a cache. In place of it, a copy would keep the present ones. @internal */
export function hasOwnState(method: object): boolean {
  return Reflect.ownKeys(method).some(key => !COMMON_KEYS.has(key) && !isOurs(key));
}

function isOurs(key: string | symbol): boolean {
  return typeof key === 'symbol' && Symbol.keyFor(key)?.startsWith(`${SHARED}:`) === true;
}
