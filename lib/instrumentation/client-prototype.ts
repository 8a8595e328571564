import { className } from '../platform/class-name.js';

/** The methods of a client of microservices that the application calls. @internal */
export const CLIENT_STEPS: ReadonlySet<string> = new Set(['send', 'emit']);

/** True for the prototype of Nest's `ClientProxy`, of any copy of its package. The package may not be installed. @internal */
export function isClientPrototype(prototype: object): boolean {
  const type: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  return className(type) === 'ClientProxy' && [...CLIENT_STEPS].every(key => Object.hasOwn(prototype, key));
}
