import { chatPieces, chatText } from './chat-text.js';
import { digestMessage } from './digest-message.js';
import { markdownRow } from '../../model/format/markdown-text.js';
import type { Digest } from '../../model/digest.interface.js';

/** A digest as a Markdown document, for a file. @internal */
export function digestText(digest: Digest): string {
  const { headline, rows } = digestMessage(digest);
  const table = rows.map(({ label, value }) => markdownRow([chatPieces(label), chatPieces(value)]));
  return [`# ${chatText(headline)}`, '', '|  |  |', '|:--|:--|', ...table, ''].join('\n');
}
