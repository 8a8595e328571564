import type { StackNode } from '../../recorder/recording.interface.js';

/** V8's name of a function can have words before it: `get total`, `Orders.find`. */
const IDENTIFIER = /#?[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
const GENERICS = String.raw`\s*(?:<.*>)?\s*`;
const ARROW = /^(?:async\b\s*)?(?:\(.*\)\s*(?::[^=]*)?|[\p{ID_Start}$_][\p{ID_Continue}$]*\s*)=>/u;
/** Parameters that end on another line. */
const OPEN_PARAMETERS = /^(?:async\b\s*)?\([^()]*$/;
const KEYWORD = /\bfunction\b\s*\*?\s*$/;

/** Characters before and after a place that are compared: lines of generated code can be very long. */
const COMPARED = 300;

type Place = Pick<StackNode, 'name' | 'line' | 'column'>;

/**
 * Compares places that V8 reported with a text. V8's column is the start of the parameters.
 *
 * @returns the number of functions that can be compared, and how many of them are at their place in the text
 * @internal
 */
export function compareFunctions(
  lines: readonly string[],
  places: readonly Place[],
): { compared: number; found: number } {
  let compared = 0;
  let found = 0;
  for (const place of places) {
    const isThere = standsAt(lines[place.line - 1] ?? '', place);
    if (isThere !== undefined) compared += 1;
    if (isThere === true) found += 1;
  }
  return { compared, found };
}

function standsAt(text: string, { name, line, column }: Place): boolean | undefined {
  // The code of the module itself.
  if (line === 1 && column === 1) return undefined;
  const at = Math.max(0, column - 1);
  const before = text.slice(Math.max(0, at - COMPARED), at);
  const from = text.slice(at, at + COMPARED);
  const isFunction = ARROW.test(from) || OPEN_PARAMETERS.test(from) || KEYWORD.test(before);
  if (name === '' || name === 'default') return isFunction;
  const identifier = IDENTIFIER.exec(name)?.[0];
  if (identifier === undefined) return undefined;
  if (/\bconstructor\s*$/.test(before) || /^class\b/.test(from)) return true;
  const own = identifier.replaceAll('$', String.raw`\$`);
  const declared = String.raw`(?<![\p{ID_Continue}$#])${own}${GENERICS}`;
  const assigned = String.raw`[?!]?\s*(?::[^=]*)?[=:]\s*(?:async\b\s*)?(?:function\b\s*\*?\s*)?(?:<.*>)?`;
  return new RegExp(`${declared}(?:${assigned})?$`, 'u').test(before);
}

/**
 * True if a line contains the function's name, or can not be compared. Source maps have the start of a name, of its
 * modifiers or of the parameters.
 *
 * @internal
 */
export function isNamedIn(text: string, name: string): boolean {
  const identifier = IDENTIFIER.exec(name)?.[0];
  return identifier === undefined || text.includes(identifier) || /\b(?:constructor|class)\b/.test(text);
}
