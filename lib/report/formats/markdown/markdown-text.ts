import { oneLine } from '../../../privacy/one-line.js';

const MAX_LENGTH = 300;

/** Takes no room, and keeps what stands on its two sides from being read as one mark. */
const BREAK = '\u200b';

/** All readers of Markdown know these behind a backslash. */
const ESCAPABLE = /[\\`*_[\]|]/g;

/** What begins a tag, an entity, a mention, a channel, a struck-out text or a formula: not all readers can escape it. */
const BREAKABLE = /[<&@#~$]/g;

/** What makes a link or a picture of plain text: `https://`, `www.`, `:smile:`. */
const LINKS = /:(?=\/\/|[+-]?[a-z][\w+-]{0,63}:)|\bwww(?=\.)/gi;

/**
 * Any text as Markdown that shows it, on one line, and does nothing else: whoever chose it can not begin a block, break
 * a table, add a link, a picture or HTML, or call people by a mention. Not for the beginning of a line.
 *
 * @param maxLength longer text is cut and ends with `…`
 * @internal
 */
export function markdownText(text: string, maxLength = MAX_LENGTH): string {
  return oneLine(text, maxLength)
    .replace(ESCAPABLE, '\\$&')
    .replace(BREAKABLE, `$&${BREAK}`)
    .replace(LINKS, `$&${BREAK}`);
}

/**
 * Any text as a code span, safe in a table, too. Backticks become apostrophes and bars broken bars: readers differ in
 * how these are written inside code.
 *
 * @param maxLength longer text is cut and ends with `…`
 * @internal
 */
export function markdownCode(text: string, maxLength = MAX_LENGTH): string {
  const line = codeLine(text, maxLength).replaceAll('|', '¦');
  return line === '' ? '–' : `\`${line}\``;
}

/**
 * Lines as a block of code: each stays one line, and none can end the block.
 *
 * @param maxLength of one line
 * @internal
 */
export function markdownBlock(lines: readonly string[], maxLength = MAX_LENGTH): string[] {
  return ['```text', ...lines.map(line => indentOf(line) + codeLine(line, maxLength)), '```'];
}

/** A row of a table, its cells being Markdown already. @internal */
export function markdownRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function codeLine(text: string, maxLength: number): string {
  return oneLine(text, maxLength).replaceAll('`', "'");
}

function indentOf(line: string): string {
  return /^ {0,60}/.exec(line)?.[0] ?? '';
}
