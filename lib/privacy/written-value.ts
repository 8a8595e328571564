/** A value as it stands in a text. @internal */
export interface WrittenValue {
  /** The quote around it, as far as there is one. */
  readonly open: string;
  readonly close: string;
  /** Position behind it. */
  readonly end: number;
}

const ESCAPED_QUOTE = /\\{1,3}["']/y;
const QUOTED = /"(?:[^"\\]|\\[^])*"?|'(?:[^'\\]|\\[^])*'?|`(?:[^`\\]|\\[^])*`?/y;
/** A comma or a semicolon ends a parameter only when another one follows. */
const PARAMETER = /[^\s&#;,"'<>]*(?:[;,](?![^\s=&#;,]{1,64}=)[^\s&#;,"'<>]*)*/y;
/** With the scheme before it, and without the colon of a name: `password: token: …` */
const WORD = /(?:(?:bearer|basic|digest|apikey|token)[^\S\r\n]{1,4})?(?:(?!:[\s"'])[^\s,;"'<>)}\]])*/iy;
const STICKING = /[A-Za-z\d][^\s"'`]*["'`]?/y;
const LINE = /[^\r\n]*/y;

/** How far a value reaches that is not quoted. @internal */
export type Reach = 'parameter' | 'word' | 'line';

/**
 * Reads the value that begins at `start`: a quoted text, with the quotes escaped as in JSON within JSON, too, a list or
 * an object with all that is in it, or what `reach` says.
 *
 * @internal
 */
export function readValue(text: string, start: number, reach: Reach): WrittenValue {
  const quote = matchAt(ESCAPED_QUOTE, text, start);
  if (quote !== '') {
    const closing = text.indexOf(quote, start + quote.length);
    const end = closing < 0 ? text.length : behind(text, closing + quote.length);
    return { open: quote, close: closing < 0 ? '' : quote, end };
  }
  const quoted = matchAt(QUOTED, text, start);
  if (quoted !== '') {
    const mark = quoted.charAt(0);
    return {
      open: mark,
      close: quoted.length > 1 && quoted.endsWith(mark) ? mark : '',
      end: behind(text, start + quoted.length),
    };
  }
  if (/[[{]/.test(text.charAt(start))) return { open: '', close: '', end: endOfBrackets(text, start) };
  const pattern = reach === 'parameter' ? PARAMETER : reach === 'word' ? WORD : LINE;
  return { open: '', close: '', end: start + matchAt(pattern, text, start).length };
}

/** Where a parameter's value ends that is not quoted. @internal */
export function endOfParameter(text: string, start: number): number {
  return start + matchAt(PARAMETER, text, start).length;
}

/** What sticks to a closing quote belongs to the value: the quote was another's opening one, or part of the text. */
function behind(text: string, end: number): number {
  return end + matchAt(STICKING, text, end).length;
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

/** Behind the bracket that closes the one at `start`; the text's end when there is none. Quotes are not looked at. */
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
