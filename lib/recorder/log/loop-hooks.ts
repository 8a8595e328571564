import asyncHooks, { executionAsyncResource } from 'node:async_hooks';
// Deno has no `promiseHooks`: to import the name would stop the application there.
import * as v8 from 'node:v8';
import { PROMISE, type ResourceClasses } from '../attribution/resource-class.js';

/**
 * Receives each event of the event loop. Called millions of times: it must not allocate or throw, since an error inside an
 * async hook ends the process.
 *
 * @internal
 */
export interface LoopListener {
  /** A callback of `resource` starts. */
  entered(scope: number, resource: object, kind: number): void;
  left(scope: number): void;
  /** The continuation of a promise starts. `paused` gets the same `mark` when it ends. */
  resumed(mark: unknown): void;
  paused(mark: unknown): void;
  settled(promise: unknown): void;
}

/**
 * Subscribes to the loop. Call it only where `loopRefusal()` returns nothing.
 *
 * Where Node's async hooks can exclude promises, V8's own hooks report them. Node's ids and stacks for each promise, which
 * the monitor does not need, were a third of the cost of all hooks.
 *
 * @returns ends the subscription
 * @internal
 */
export function subscribeToLoop(listener: LoopListener, classes: ResourceClasses): () => void {
  return canExcludePromises() ? subscribeSeparately(listener, classes) : subscribeTogether(listener, classes);
}

function subscribeSeparately(listener: LoopListener, classes: ResourceClasses): () => void {
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

function subscribeTogether(listener: LoopListener, classes: ResourceClasses): () => void {
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

/** Versions of Node with this option (24.21, not 22.23) reject it together with `promiseResolve`, which contradicts it. */
function canExcludePromises(): boolean {
  try {
    asyncHooks.createHook({ promiseResolve: () => undefined, trackPromises: false } as Parameters<
      typeof asyncHooks.createHook
    >[0]);
    return false;
  } catch {
    return true;
  }
}
