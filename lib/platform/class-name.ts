/** Nest's `mixin()` gives each class a random name like this, a different one in each process. */
const RANDOM_NAME = /^[\da-f]{21}$/;

/** The name in the source. `class extends Base {}` has none. */
const SOURCE_NAME = /^(?:class|function)\s+(?!extends\b)([\p{ID_Start}$_][\p{ID_Continue}$]*)/u;

const NAMELESS = '(mixin)';

/**
 * A class's name, the same in every process. For a class made by `mixin()` it is the name in its source, such as
 * `MixinAuthGuard` for Passport's `AuthGuard('jwt')`, else the name of its superclass.
 *
 * Reads the source of such classes: call it when methods and handlers are registered, not when they are called.
 *
 * @internal
 */
export function className(type: unknown): string {
  for (let at = type; typeof at === 'function'; at = Object.getPrototypeOf(at) as unknown) {
    const name: unknown = at.name;
    if (typeof name === 'string' && name !== '' && !RANDOM_NAME.test(name)) return name;
    const written = SOURCE_NAME.exec(Function.prototype.toString.call(at))?.[1];
    if (written !== undefined) return written;
  }
  return NAMELESS;
}
