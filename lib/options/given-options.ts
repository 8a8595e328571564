/**
 * Holds the argument of `forRoot()`, or the result of a factory, so that the provider is an object like any other.
 * Libraries that look through all providers read `instance.constructor`, which a module's namespace or an object without
 * a prototype does not have.
 *
 * @internal
 */
export class GivenOptions {
  constructor(readonly value: unknown) {}
}
