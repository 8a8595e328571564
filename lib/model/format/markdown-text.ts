import { oneLine } from './one-line.js';

const MAX_LENGTH = 300;

/** A space of no width: readers do not join the characters on its two sides to one mark. @internal */
export const BREAK = '\u200b';

/** Every reader of Markdown supports a backslash before these. */
const ESCAPABLE = /[\\`*_[\]|]/g;

/**
 * The first character of a tag, entity, mention, channel, struck-out text or formula. Not every reader supports a
 * backslash before these.
 */
const BREAKABLE = /[<&@#~$]/g;

/** Plain text that readers turn into a link or a picture: `https://`, `www.`, `:smile:`. */
const LINKS = /:(?=\/\/|[+-]?[a-z][\w+-]{0,63}:)|\bwww(?=\.)/gi;

/**
 * Any text as Markdown that shows it on one line and has no other effect. It can not begin a block, break a table, add
 * a link, a picture or HTML, or mention people. Not for the beginning of a line.
 *
 * @param maxLength a longer text is cut and ends with `…`; 300 unless given
 * @internal
 */
export function markdownText(text: string, maxLength = MAX_LENGTH): string {
  return oneLine(text, maxLength)
    .replace(ESCAPABLE, '\\$&')
    .replace(BREAKABLE, `$&${BREAK}`)
    .replace(LINKS, `$&${BREAK}`);
}

/**
 * Any text as a code span, in a table too. Backticks become apostrophes and bars become broken bars, because readers
 * differ in how they escape these inside code. An empty text becomes a dash.
 *
 * @param maxLength a longer text is cut and ends with `…`; 300 unless given
 * @internal
 */
export function markdownCode(text: string, maxLength = MAX_LENGTH): string {
  const line = codeLine(text, maxLength).replaceAll('|', '¦');
  return line === '' ? '–' : `\`${line}\``;
}

/**
 * Lines as a block of code: each stays one line with its indentation, and none can end the block.
 *
 * @param maxLength of one line; 300 unless given
 * @internal
 */
export function markdownBlock(lines: readonly string[], maxLength = MAX_LENGTH): string[] {
  return ['```text', ...lines.map(line => indentOf(line) + codeLine(line, maxLength)), '```'];
}

/** A row of a table. @param cells Markdown @internal */
export function markdownRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function codeLine(text: string, maxLength: number): string {
  return oneLine(text, maxLength).replaceAll('`', "'");
}

function indentOf(line: string): string {
  return /^ {0,60}/.exec(line)?.[0] ?? '';
}
