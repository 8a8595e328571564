/**
 * The value of an object's own property. It calls no getter: the objects that a library looks through are the
 * application's, and most of them are no clients of it.
 *
 * @internal
 */
export function ownValue(target: unknown, key: string): unknown {
  if ((typeof target !== 'object' && typeof target !== 'function') || target === null) return undefined;
  return Object.getOwnPropertyDescriptor(target, key)?.value;
}
