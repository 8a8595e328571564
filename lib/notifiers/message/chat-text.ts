import { BREAK, markdownCode, markdownText } from '../../model/format/markdown-text.js';
import { type Data, MAX_WHOLE, type Pieces } from './message.interface.js';

const MAX_DATA = 200;

/**
 * Chats have more syntax than Markdown. They replace `<!channel>` and `<address|text>` first, even in code, and some replace
 * `@names` everywhere.
 */
function inert(text: string): string {
  return text.replaceAll('<', '‹').replaceAll('>', '›').replaceAll('@', `@${BREAK}`).replaceAll('](', `]${BREAK}(`);
}

/** Any text on one line of a chat, without mentions and markup. @internal */
export function chatText(text: string, max = MAX_DATA): string {
  return markdownText(inert(text.slice(0, max * 2)), max);
}

/** Any text as code, without mentions and links. */
function chatCode(text: string, max = MAX_DATA): string {
  return markdownCode(
    inert(text.slice(0, max * 2))
      .replaceAll('://', `:${BREAK}//`)
      .replace(/\bwww(?=\.)/gi, `$&${BREAK}`),
    max,
  );
}

/** Chats make links of addresses by themselves. */
function chatData({ data, whole, link }: Data, max: number): string {
  return link === true ? data : chatCode(data, whole === true ? MAX_WHOLE : max);
}

/** @internal */
export function chatPieces(pieces: Pieces, max = MAX_DATA): string {
  return pieces.map(piece => (typeof piece === 'string' ? piece : chatData(piece, max))).join('');
}
