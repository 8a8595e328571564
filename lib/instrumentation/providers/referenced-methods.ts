const NAME = String.raw`[\w$\u0080-\uffff]+`;
const OBJECT = String.raw`(?:(?<![\w$.])(?:this|self|that|_this|super)|\.prototype)`;
const NO_CALL = String.raw`(?![\w$\u0080-\uffff])(?!\s*(?:\?\.\s*)?[(\x60])`;

/** Comments and strings come first, so that no word in them counts. Only the groups contain names. */
const REFERENCED = new RegExp(
  [
    String.raw`/\*[^]*?\*/|(?<!:)//[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"`,
    String.raw`\bnew\s+${OBJECT}\s*\.\s*(${NAME})`,
    String.raw`${OBJECT}\s*\??\.\s*(${NAME})${NO_CALL}`,
    String.raw`${OBJECT}\s*(?:\?\.\s*)?\[\s*["'](${NAME})["']\s*\](?!\s*(?:\?\.\s*)?[(\x60])`,
    String.raw`\{([^{}]*)\}\s*=\s*(?:this|self|that|_this)(?![\w$.?[])`,
  ].join('|'),
  'g',
);
const NAME_ONLY = new RegExp(`^${NAME}`);

const found = new WeakMap<object, ReadonlySet<string>>();

/**
 * Names of the methods that a class uses as values, read from its source: `emitter.on('x', this.onX)`,
 * `this.memo.cache`, `registry.get(this.find)`, `new this.Model()`. Calls such as `this.find(…)` do not count.
 *
 * Code may have taken such a reference before the wrapper existed. A lookup by the wrapper would then miss its entry.
 *
 * @internal
 */
export function referencedMethods(prototype: object): ReadonlySet<string> {
  let names = found.get(prototype);
  if (names === undefined) found.set(prototype, (names = new Set(textsOf(prototype).flatMap(namesIn))));
  return names;
}

/** The source of a class contains its methods; a constructor function has them elsewhere. */
function textsOf(prototype: object): string[] {
  const whole = textOf(Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value);
  if (whole.startsWith('class')) return [whole];
  return Object.values(Object.getOwnPropertyDescriptors(prototype)).map(({ value }): string => textOf(value));
}

function textOf(value: unknown): string {
  return typeof value === 'function' ? Function.prototype.toString.call(value) : '';
}

function namesIn(text: string): string[] {
  return [...text.matchAll(REFERENCED)].flatMap(([, constructed, read, indexed, destructured]) => {
    if (destructured !== undefined)
      return destructured.split(',').flatMap(part => NAME_ONLY.exec(part.trim())?.[0] ?? []);
    return constructed ?? read ?? indexed ?? [];
  });
}
