import { ownValue } from '../own-value.js';

type Handler = (given: unknown) => unknown;

/** Called once for each request with the SDK's own context of it. @internal */
export type Middleware = (next: Handler, command: unknown) => Handler;

/** The parts of a client of the AWS SDK 3 that are used. @internal */
export interface Client {
  readonly middlewareStack: {
    add(middleware: Middleware, place: { readonly step: string; readonly priority: string }): void;
    remove(middleware: Middleware): boolean;
  };
}

/** True for a client of any service, by any copy of the SDK. @internal */
export function isClient(instance: object): instance is Client {
  const stack = ownValue(instance, 'middlewareStack');
  if (typeof stack !== 'object' || stack === null) return false;
  const { add, remove } = stack as Partial<Client['middlewareStack']>;
  const { send } = instance as { readonly send?: unknown };
  return typeof add === 'function' && typeof remove === 'function' && typeof send === 'function';
}
