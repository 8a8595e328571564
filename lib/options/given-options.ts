/**
 * What was given to `forRoot()`, or by a factory, as a provider of ours: an object like any other, whatever was given.
 * Libraries that look through all providers read `instance.constructor`, which a module's namespace or an object without
 * a prototype does not have.
 *
 * @internal
 */
export class GivenOptions {
  constructor(readonly value: unknown) {}
}
