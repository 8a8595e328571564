/**
 * Wraps the argument of `forRoot()` or the result of a factory in an ordinary object. Libraries that visit all providers
 * read `instance.constructor`. A module namespace or an object without a prototype has none.
 *
 * @internal
 */
export class GivenOptions {
  /** @param hasStatusPage the value has that member, which is none of the settings: the module has read it */
  constructor(
    readonly value: unknown,
    readonly hasStatusPage = false,
  ) {}
}
