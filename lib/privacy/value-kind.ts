import { types } from 'node:util';
import { Stream } from 'node:stream';

const MAX_CHAIN = 20;

/**
 * Names an object that is not copied, because it is no plain data or because reading it would run code.
 *
 * @returns `undefined` for an object that can be copied member by member
 * @internal
 */
export function opaqueKind(value: object): string | undefined {
  if (types.isProxy(value)) return '[Proxy]';
  if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) return '[Binary]';
  if (types.isRegExp(value)) return '[RegExp]';
  if (types.isPromise(value)) return '[Promise]';
  if (types.isWeakMap(value) || types.isWeakSet(value)) return '[Weak collection]';
  if (types.isGeneratorObject(value)) return '[Generator]';
  return isStream(value) ? '[Stream]' : undefined;
}

/** Unlike `instanceof`, runs no code of a prototype that is a proxy. */
function isStream(value: object): boolean {
  let prototype: unknown = Object.getPrototypeOf(value);
  for (let level = 0; level < MAX_CHAIN; level += 1) {
    if (typeof prototype !== 'object' || prototype === null || types.isProxy(prototype)) return false;
    if (prototype === Stream.prototype) return true;
    prototype = Object.getPrototypeOf(prototype);
  }
  return false;
}
