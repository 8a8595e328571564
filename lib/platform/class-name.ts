/** Nest's `mixin()` gives each class such a name, another one in each process. */
const RANDOM_NAME = /^[\da-f]{21}$/;

/** The name that stands in the source; `class extends Base {}` has none. */
const SOURCE_NAME = /^(?:class|function)\s+(?!extends\b)([\p{ID_Start}$_][\p{ID_Continue}$]*)/u;

const NAMELESS = '(mixin)';

/**
 * A class's name, the same in every process. A class made by `mixin()` has the name that its source gives it, such as
 * `MixinAuthGuard` of Passport's `AuthGuard('jwt')`; else that of the class it extends.
 *
 * Reads the source of such classes: for when methods and handlers are found, not for when they are called.
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
