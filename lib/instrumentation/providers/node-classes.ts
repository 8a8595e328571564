import * as asyncHooks from 'node:async_hooks';
import * as events from 'node:events';
import * as http from 'node:http';
import * as https from 'node:https';
import * as net from 'node:net';
import * as stream from 'node:stream';
import * as workerThreads from 'node:worker_threads';

/** Classes of Node that a provider may extend. The whole process uses their methods, so they are never replaced. */
const NODE_OWN = new Set<unknown>(
  [asyncHooks, events, http, https, net, stream, workerThreads].flatMap((module: object) => Object.values(module)),
);

/** True for a class of Node or of the language. @internal */
export function isBuiltIn(type: unknown): boolean {
  return (
    NODE_OWN.has(type) ||
    (typeof type === 'function' &&
      (Object.getOwnPropertyDescriptor(globalThis, type.name)?.value === type ||
        /\{\s*\[native code\]\s*\}\s*$/.test(Function.prototype.toString.call(type))))
  );
}
