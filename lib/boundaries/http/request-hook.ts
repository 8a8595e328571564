import type { IncomingMessage, ServerResponse } from 'node:http';
import { SHARED } from '../../platform/process-wide.js';
import type { RoutedRequest } from './route-name.js';

type Done = (error?: unknown) => void;
type RequestHook = (request: FrameworkRequest, response: FrameworkResponse, done: Done) => unknown;

/** Express passes Node's own objects, Fastify wraps them. @internal */
export type FrameworkRequest = RoutedRequest & { readonly raw?: IncomingMessage };
/** @internal */
export type FrameworkResponse = { readonly raw?: ServerResponse };

/** The adapter's one slot for a request hook. The field is read to keep a hook that is there already. @internal */
export interface HookedAdapter {
  onRequestHook?: RequestHook;
  getType(): string;
  /** Express's application: the prototype of its responses is `response`. */
  getInstance(): { readonly response?: object };
  setOnRequestHook(hook: RequestHook | undefined): void;
}

/** Watches the requests of an adapter. @internal */
export interface RequestWatcher {
  readonly isActive: boolean;
  /** Runs `next` inside the execution of the request. */
  take(request: FrameworkRequest, response: FrameworkResponse, next: () => unknown): unknown;
}

/** Key on a shared hook: its watchers, and the hook that was in the slot before. */
const WATCHERS = Symbol.for(`${SHARED}:WATCHERS`);

interface SharedHook extends RequestHook {
  readonly [WATCHERS]: { readonly watchers: RequestWatcher[]; readonly below: RequestHook | undefined };
}

/**
 * Puts `watcher` into the adapter's slot. Applications that share an adapter share the hook: the first active watcher takes
 * a request. The application's own hook runs after it.
 *
 * @returns removes the watcher, in any order of watchers
 * @internal
 */
export function watchRequests(adapter: HookedAdapter, watcher: RequestWatcher): () => void {
  const hook = ownHook(adapter.onRequestHook) ?? install(adapter);
  const { watchers } = hook[WATCHERS];
  watchers.push(watcher);
  return () => {
    const place = watchers.indexOf(watcher);
    if (place !== -1) watchers.splice(place, 1);
    if (watchers.length === 0 && adapter.onRequestHook === hook) adapter.setOnRequestHook(hook[WATCHERS].below);
  };
}

function ownHook(hook: RequestHook | undefined): SharedHook | undefined {
  return hook !== undefined && WATCHERS in hook ? (hook as SharedHook) : undefined;
}

function install(adapter: HookedAdapter): SharedHook {
  const below = adapter.onRequestHook;
  const watchers: RequestWatcher[] = [];
  const hook = (request: FrameworkRequest, response: FrameworkResponse, done: Done): unknown => {
    const next = below === undefined ? done : () => Reflect.apply(below, adapter, [request, response, done]);
    const watcher = watchers.find(isActive);
    return watcher === undefined ? next() : watcher.take(request, response, next);
  };
  const shared = Object.assign(hook, { [WATCHERS]: { watchers, below } });
  adapter.setOnRequestHook(shared);
  return shared;
}

function isActive(watcher: RequestWatcher): boolean {
  return watcher.isActive;
}
