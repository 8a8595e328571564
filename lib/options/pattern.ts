import { types } from 'node:util';
import { RE2JS } from 're2js';
import type { ExecutionPattern } from './option-values.interface.js';

const LONGEST_PATTERN = 1_000;

/** Without special characters. `includes()` finds it without an expression. */
const LITERAL = /^[\w/~:%@=&,;!'" #<>-]+$/;

/** The engine treats `\k<name>` as plain text, so back-references are found here. */
const BACK_REFERENCE = /^(?:[^\\]|\\[^k1-9])*\\(?:k<|[1-9])/;
const NO_BACK_REFERENCE = 'must not contain back-references: they cannot be matched in linear time';

/** True if the text contains the pattern. Takes time linear in the text. @internal */
export type CompiledPattern = (text: string) => boolean;

/**
 * Compiles a pattern. V8's own engine would take exponential time for `^(a+)+$`.
 *
 * @throws Error with a message that follows the pattern's path and states the correct form
 * @internal
 */
export function compilePattern(pattern: ExecutionPattern): CompiledPattern {
  const isObject = types.isRegExp(pattern);
  const source = isObject ? pattern.source : pattern;
  const flags = isObject ? pattern.flags : '';
  if (source === '') throw new Error('must not be empty: it would match everything');
  if (source.length > LONGEST_PATTERN) throw new Error(`must be at most ${LONGEST_PATTERN} characters long`);
  if (flags === '' && LITERAL.test(source)) return text => text.includes(source);
  if (BACK_REFERENCE.test(source)) throw new Error(NO_BACK_REFERENCE);
  try {
    const compiled = RE2JS.compile(RE2JS.translateRegExp(sticky(source, flags)), flagsOf(flags));
    return text => compiled.test(text);
  } catch (error) {
    throw new Error(faultOf(source, error), { cause: error });
  }
}

/** A sticky expression is tested at the beginning only. */
function sticky(source: string, flags: string): string {
  return flags.includes('y') ? `\\A(?:${source})` : source;
}

function flagsOf(flags: string): number {
  let bits = 0;
  if (flags.includes('i')) bits |= RE2JS.CASE_INSENSITIVE;
  if (flags.includes('m')) bits |= RE2JS.MULTILINE;
  if (flags.includes('s')) bits |= RE2JS.DOTALL;
  return bits;
}

function faultOf(source: string, error: unknown): string {
  if (/\(\?<?[=!]/.test(source))
    return 'must not contain look-around: it cannot be matched in linear time; use include and exclude together, or two patterns';
  const reason = error instanceof Error ? /error parsing regexp: ([^:`]+)/.exec(error.message)?.[1] : undefined;
  return `must be a regular expression${reason === undefined ? '' : ` (${reason.trim()})`}`;
}
