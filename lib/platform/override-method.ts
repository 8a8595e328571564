/**
 * Replaces a method of this one object, never of its class.
 *
 * @param make receives the present method and returns the new one
 * @returns restores the method, unless other code has replaced it again since then
 * @internal
 */
export function overrideMethod<T extends object, K extends keyof T>(
  target: T,
  key: K,
  make: (before: T[K]) => T[K],
): () => void {
  const own = Object.getOwnPropertyDescriptor(target, key);
  const value = make(target[key]);
  const enumerable = own?.enumerable ?? false;
  Object.defineProperty(target, key, { value, configurable: true, enumerable, writable: true });
  return () => {
    if (target[key] !== value) return;
    if (own === undefined) Reflect.deleteProperty(target, key);
    else Object.defineProperty(target, key, own);
  };
}
