import { ownValue } from './pg-shapes.js';

type Executor = (resolve: (value: unknown) => void, reject: (error: unknown) => void) => void;
type PromiseType = new (executor: Executor) => object;

/** True where {@link callWithSettling} can observe a promise. @internal */
export function canObserve(owner: object, key: string): boolean {
  return typeof ownValue(owner, key) === 'function' && Object.getOwnPropertyDescriptor(owner, key)?.writable === true;
}

/**
 * Calls `call`, and observes the promise that it makes with the class in `owner[key]`. Nothing is chained to the
 * promise: a handler would hide an unhandled rejection. It is of the same class, with the same stack in its errors.
 *
 * @param onSettled runs before the promise settles; must not throw
 * @internal
 */
export function callWithSettling(
  owner: object,
  key: string,
  onSettled: (failed: boolean, value: unknown) => void,
  call: () => unknown,
): unknown {
  const type = ownValue(owner, key) as PromiseType;
  const put = (value: unknown): unknown => Reflect.set(owner, key, value);
  function Observed(executor: Executor): object {
    // Only the first promise: the same call may run code of the application, which makes others.
    put(type);
    return new type((resolve, reject) =>
      executor(
        value => {
          onSettled(false, value);
          resolve(value);
        },
        error => {
          onSettled(true, error);
          reject(error);
        },
      ),
    );
  }
  // `Promise.reject()` and its like.
  Object.setPrototypeOf(Observed, type);
  put(Observed);
  try {
    return call();
  } finally {
    if (ownValue(owner, key) === Observed) put(type);
  }
}
