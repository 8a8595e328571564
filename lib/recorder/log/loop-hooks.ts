import asyncHooks, { executionAsyncResource } from 'node:async_hooks';
// Deno has no `promiseHooks`: to import the name would stop the application there.
import * as v8 from 'node:v8';
import { PROMISE, type ResourceClasses } from '../attribution/resource-class.js';

/**
 * Hears of everything that the event loop runs. Called millions of times: nothing here may allocate, or throw, since an
 * error inside an async hook ends the process.
 *
 * @internal
 */
export interface LoopListener {
  /** A callback is about to run on behalf of `resource`. */
  entered(scope: number, resource: object, kind: number): void;
  left(scope: number): void;
  /** The continuation of a promise is about to run; `mark` is the same when it has run. */
  resumed(mark: unknown): void;
  paused(mark: unknown): void;
  settled(promise: unknown): void;
}

/**
 * Subscribes to the loop, and gives back what ends the subscription. Only where `loopRefusal()` has nothing against it.
 *
 * Where Node lets promises out of its async hooks they are heard of from V8 directly: ids and stacks that Node keeps for
 * each promise, and that nobody here reads, were a third of the cost of all hooks.
 *
 * @internal
 */
export function listenToLoop(listener: LoopListener, classes: ResourceClasses): () => void {
  return canLeavePromisesOut() ? listenApart(listener, classes) : listenTogether(listener, classes);
}

function listenApart(listener: LoopListener, classes: ResourceClasses): () => void {
  const callbacks = {
    before: (id: number): void => {
      const resource = executionAsyncResource() as object;
      listener.entered(id, resource, classes.of(resource));
    },
    after: (id: number): void => listener.left(id),
    trackPromises: false,
  };
  const hook = asyncHooks.createHook(callbacks).enable();
  const stopPromises = v8.promiseHooks.createHook({
    before: promise => listener.resumed(promise),
    after: promise => listener.paused(promise),
    settled: promise => listener.settled(promise),
  }) as () => void;
  return () => {
    hook.disable();
    stopPromises();
  };
}

function listenTogether(listener: LoopListener, classes: ResourceClasses): () => void {
  const hook = asyncHooks
    .createHook({
      before: id => {
        const resource = executionAsyncResource() as object;
        const kind = classes.of(resource);
        if (kind === PROMISE) listener.resumed(id);
        else listener.entered(id, resource, kind);
      },
      after: id => listener.left(id),
    })
    .enable();
  const stopSettled = v8.promiseHooks.onSettled(promise => listener.settled(promise)) as () => void;
  return () => {
    hook.disable();
    stopSettled();
  };
}

/** Only versions of Node that know the option (24.21 does, 22.23 does not) refuse to combine it with what contradicts it. */
function canLeavePromisesOut(): boolean {
  try {
    asyncHooks.createHook({ promiseResolve: () => undefined, trackPromises: false } as Parameters<
      typeof asyncHooks.createHook
    >[0]);
    return false;
  } catch {
    return true;
  }
}
