import { styleText } from 'node:util';
import { oneLine } from '../../lib/model/format/one-line.js';
import { cutToWidth, textWidth } from './text-width.js';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** A longer text of a report is cut, whatever the width. */
const MAX_LENGTH = 400;

interface Piece {
  readonly text: string;
  readonly style: Style | undefined;
}

/**
 * A text that a terminal may print: one line without control characters. A terminal takes nothing else, so no name in a
 * report can move the cursor, colour the screen or type commands.
 */
export class Text {
  private constructor(private readonly pieces: readonly Piece[]) {}

  /** @param text any text: what is not printable becomes a space */
  static of(text: string, style?: Style): Text {
    return new Text([{ text: oneLine(text, MAX_LENGTH), style }]);
  }

  static join(parts: readonly Text[]): Text {
    return new Text(parts.flatMap(({ pieces }) => pieces));
  }

  /** Spaces, which `of()` would remove. */
  static space(width: number): Text {
    return new Text([{ text: ' '.repeat(Math.max(0, width)), style: undefined }]);
  }

  get width(): number {
    return this.pieces.reduce((sum, { text }) => sum + textWidth(text), 0);
  }

  cut(maxWidth: number): Text {
    let left = maxWidth;
    const pieces: Piece[] = [];
    for (const { text, style } of this.pieces) {
      if (left <= 0) break;
      const cut = cutToWidth(text, left);
      pieces.push({ text: cut, style });
      left -= textWidth(cut);
    }
    return new Text(pieces);
  }

  render(colored: boolean): string {
    return this.pieces
      .map(({ text, style }) => (colored && style !== undefined && text !== '' ? colorOf(style, text) : text))
      .join('');
  }
}

/** A line of fixed words and of texts: `line\`${name} took ${duration}\``. The values are made printable. */
export function line(words: TemplateStringsArray, ...values: readonly (Text | string | number)[]): Text {
  const parts = words.flatMap((word, index) => {
    const value = values[index];
    const before = parted(word);
    if (value === undefined) return before;
    return [...before, value instanceof Text ? value : Text.of(String(value))];
  });
  return Text.join(parts);
}

/** The words with the spaces around them. */
function parted(word: string): Text[] {
  const [, before = '', , after = ''] = /^( *)(.*?)( *)$/.exec(word) ?? [];
  const inner = word.trim();
  return [Text.space(before.length), ...(inner === '' ? [] : [Text.of(inner), Text.space(after.length)])];
}

/** Node's check of the stream is not needed: `Terminal` has decided already. */
function colorOf(style: Style, text: string): string {
  return styleText(style, text, { validateStream: false });
}
