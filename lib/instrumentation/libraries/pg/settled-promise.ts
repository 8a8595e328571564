import type { Callable } from '../../../tracing/callable.js';
import type { Tracked } from './tracked.interface.js';

type Executor = (resolve: (value: unknown) => void, reject: (error: unknown) => void) => void;
type PromiseType = new (executor: Executor) => object;

/** A call of pg, and the class of the promise that it makes first. */
interface ObservedCall {
  readonly owner: Record<string, unknown>;
  readonly key: string;
  readonly type: PromiseType;
  readonly tracked: Tracked;
}

/** The stand-ins of the classes of promises: a call makes none. */
const standIns = new WeakMap<PromiseType, PromiseType>();

/** The call that has made no promise yet. */
let waiting: ObservedCall | undefined;

/** True where {@link callWithSettling} can observe a promise. @internal */
export function canObserve(owner: object, key: string): boolean {
  const property = Object.getOwnPropertyDescriptor(owner, key);
  return typeof property?.value === 'function' && property.writable === true;
}

/**
 * Calls `method` of `owner`, and observes the promise that it makes with the class in `owner[key]`. Nothing is chained to
 * the promise: a handler would hide an unhandled rejection. It is of the same class, with the same stack in its errors.
 *
 * @param owner {@link canObserve} is true for it
 * @internal
 */
export function callWithSettling(
  owner: object,
  key: string,
  tracked: Tracked,
  method: Callable,
  args: readonly unknown[],
): unknown {
  const properties = owner as Record<string, unknown>;
  const type = properties[key] as PromiseType;
  const standIn = standInOf(type);
  const outer = waiting;
  const observing: ObservedCall = { owner: properties, key, type, tracked };
  waiting = observing;
  properties[key] = standIn;
  try {
    return Reflect.apply(method, owner, args);
  } finally {
    // A call that throws, or makes its promise in another way, is not answered.
    if (waiting === observing) tracked.settled(true, undefined);
    waiting = outer;
    if (properties[key] === standIn) properties[key] = type;
  }
}

function standInOf(type: PromiseType): PromiseType {
  const known = standIns.get(type);
  if (known !== undefined) return known;
  function StandIn(executor: Executor): object {
    const call = waiting;
    if (call?.type !== type) return new type(executor);
    // Only the first promise: the same call may run code of the application, which makes others.
    waiting = undefined;
    call.owner[call.key] = type;
    return observed(call, executor);
  }
  // `Promise.reject()` and its like, and `instanceof`.
  Object.setPrototypeOf(StandIn, type);
  StandIn.prototype = type.prototype as unknown;
  const made = StandIn as unknown as PromiseType;
  standIns.set(type, made);
  return made;
}

function observed({ type, tracked }: ObservedCall, executor: Executor): object {
  return new type((resolve, reject) =>
    executor(
      value => {
        tracked.settled(false, value);
        resolve(value);
      },
      error => {
        tracked.settled(true, error);
        reject(error);
      },
    ),
  );
}
