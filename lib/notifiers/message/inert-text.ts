import { BREAK } from '../../model/format/markdown-text.js';
import { oneLine } from '../../model/format/one-line.js';
import { MAX_WHOLE, type Pieces } from './message.interface.js';

const MAX_DATA = 200;

/** A space of no width after these ends the mark, the entity, the escape or the mention that they would begin. */
const BREAKABLE = /[&@#~$\\\]]/g;
const LINKS = /:(?=\/\/)|\bwww(?=\.)/gi;
/** Readers of Markdown ignore an underline inside a word. */
const LOOSE_UNDERLINE = /(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

const LOOKALIKES = { '<': '‹', '>': '›', '`': "'", '*': '∗' };

/**
 * Any text on one line, without effect as markup, for chats that have no escape: some of their clients show a backslash.
 * Marks become characters of the same look.
 *
 * @param max a longer text is cut and ends with `…`
 * @internal
 */
export function inertText(text: string, max = MAX_DATA): string {
  return oneLine(text, max)
    .replace(/[<>`*]/g, mark => LOOKALIKES[mark as keyof typeof LOOKALIKES])
    .replace(BREAKABLE, `$&${BREAK}`)
    .replace(LINKS, `$&${BREAK}`)
    .replace(LOOSE_UNDERLINE, `${BREAK}_${BREAK}`);
}

/** The operator's links as Markdown, for chats that make no link of a bare address. @internal */
export function markdownLinks(pieces: Pieces): Pieces {
  return pieces.map(piece =>
    typeof piece !== 'string' && piece.link === true ? `[${piece.data}](${piece.data})` : piece,
  );
}

/** @internal */
export function inertPieces(pieces: Pieces): string {
  return markdownLinks(pieces)
    .map(piece =>
      typeof piece === 'string' ? piece : inertText(piece.data, piece.whole === true ? MAX_WHOLE : MAX_DATA),
    )
    .join('');
}

/** Text for a place without markup: on one line, and nothing else is changed. @internal */
export function plainPieces(pieces: Pieces): string {
  return pieces
    .map(piece =>
      typeof piece === 'string' ? piece : oneLine(piece.data, piece.whole === true ? MAX_WHOLE : MAX_DATA),
    )
    .join('');
}
