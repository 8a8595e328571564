import { utf8Length } from '../../../platform/utf8.js';

/** A part of the document, its lines in Markdown. @internal */
export interface Section {
  readonly title: string;
  readonly lines: readonly string[];
  /** Lines that stay after a cut, such as the end of a code block. */
  readonly end?: readonly string[];
}

/**
 * A section within its share of the document. Lines beyond it are left out, and their number is added.
 *
 * @internal
 */
export function sectionText({ title, lines, end = [] }: Section, maxBytes: number): string {
  if (lines.length === 0) return '';
  const kept: string[] = [];
  let left = maxBytes;
  for (const line of lines) {
    left -= utf8Length(line) + 1;
    if (left < 0) break;
    kept.push(line);
  }
  const missing = lines.length - kept.length;
  const note = missing > 0 ? ['', `_${missing} more ${missing === 1 ? 'line' : 'lines'} left out._`] : [];
  const heading = title === '' ? [] : [`## ${title}`, ''];
  return [...heading, ...kept, ...end, ...note, ''].join('\n');
}
