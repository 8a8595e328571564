import { oneLine } from '../../model/format/one-line.js';
import { markdownRow } from '../../model/format/markdown-text.js';
import { chatPieces, chatText } from '../message/chat-text.js';
import type { Message } from '../message/message.interface.js';
import { capRunes } from '../message/runes.js';

const MAX_HEADLINE = 500;
const MAX_FALLBACK = 300;

/**
 * The server's limits are 16 383 code points for a message and 300 kB for a body. All parts of a text are bounded, so it
 * stays far below both. The cut is a safeguard.
 */
const MAX_MESSAGE_RUNES = 4_000;
const MAX_TABLE_RUNES = 12_000;

/** The text of a post, and its colored block. @internal */
export interface MattermostText {
  readonly message: string;
  readonly attachment: { readonly fallback: string; readonly color: string; readonly text: string };
}

/** The headline, and the facts in a colored table. @internal */
export function mattermostText({ headline, subject, color, rows }: Message): MattermostText {
  const message = `**${chatText(headline, MAX_HEADLINE)}**`;
  const [head = [], ...rest] = rows.map(({ label, value }) => [chatPieces(label), chatPieces(value)]);
  const table = [markdownRow(head), '|:--|:--|', ...rest.map(markdownRow)].join('\n');
  return {
    message: capRunes(message, MAX_MESSAGE_RUNES),
    attachment: {
      fallback: chatText(oneLine(subject), MAX_FALLBACK),
      color,
      text: capRunes(table, MAX_TABLE_RUNES),
    },
  };
}
