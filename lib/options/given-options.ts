/**
 * Wraps the argument of `forRoot()` or the result of a factory in an ordinary object. Libraries that visit all providers
 * read `instance.constructor`. A module namespace or an object without a prototype has none.
 *
 * @internal
 */
export class GivenOptions {
  constructor(readonly value: unknown) {}
}
