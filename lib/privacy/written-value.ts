/** The position of a value in a text. @internal */
export interface WrittenValue {
  /** The quote before the value; empty without one. `close` is the quote after it. */
  readonly open: string;
  readonly close: string;
  /** Position after the value and its quote. */
  readonly end: number;
}

const ESCAPED_QUOTE = /\\{1,3}["']/y;
const QUOTED = /"(?:[^"\\]|\\[^])*"?|'(?:[^'\\]|\\[^])*'?|`(?:[^`\\]|\\[^])*`?/y;
/** A comma or a semicolon ends a parameter only if another parameter follows. */
const PARAMETER = /[^\s&#;,"'<>]*(?:[;,](?![^\s=&#;,]{1,64}=)[^\s&#;,"'<>]*)*/y;
/** Includes the scheme before the word. Excludes the colon of a name: `password: token: …` */
const WORD = /(?:(?:bearer|basic|digest|apikey|token)[^\S\r\n]{1,4})?(?:(?!:[\s"'])[^\s,;"'<>)}\]])*/iy;
const STICKING = /[A-Za-z\d][^\s"'`]*["'`]?/y;
const LINE = /[^\r\n]*/y;

/** The extent of a value without quotes. @internal */
export type Reach = 'parameter' | 'word' | 'line';

/**
 * Reads the value that begins at `start`: a quoted text, a whole list or object, or as much as `reach` allows. The
 * quotes may be escaped, as in JSON within JSON.
 *
 * @internal
 */
export function readValue(text: string, start: number, reach: Reach): WrittenValue {
  const quote = matchAt(ESCAPED_QUOTE, text, start);
  if (quote !== '') {
    const closing = text.indexOf(quote, start + quote.length);
    const end = closing < 0 ? text.length : afterQuote(text, closing + quote.length);
    return { open: quote, close: closing < 0 ? '' : quote, end };
  }
  const quoted = matchAt(QUOTED, text, start);
  if (quoted !== '') {
    const mark = quoted.charAt(0);
    return {
      open: mark,
      close: quoted.length > 1 && quoted.endsWith(mark) ? mark : '',
      end: afterQuote(text, start + quoted.length),
    };
  }
  if (/[[{]/.test(text.charAt(start))) return { open: '', close: '', end: endOfBrackets(text, start) };
  const pattern = reach === 'parameter' ? PARAMETER : reach === 'word' ? WORD : LINE;
  return { open: '', close: '', end: start + matchAt(pattern, text, start).length };
}

/** End of the value of a parameter without quotes. @internal */
export function endOfParameter(text: string, start: number): number {
  return start + matchAt(PARAMETER, text, start).length;
}

/** Text right after a closing quote belongs to the value: the quote opened another text, or was part of the value. */
function afterQuote(text: string, end: number): number {
  return end + matchAt(STICKING, text, end).length;
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

/** Position after the bracket that closes the one at `start`, or the end of the text. Ignores quotes. */
function endOfBrackets(text: string, start: number): number {
  let open = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '[' || character === '{') open += 1;
    else if (character === ']' || character === '}') open -= 1;
    if (open === 0) return at + 1;
  }
  return text.length;
}
