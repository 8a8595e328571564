import { oneLine } from '../../model/format/one-line.js';
import { markdownRow } from '../../model/format/markdown-text.js';
import { chatPieces, chatText } from '../message/chat-text.js';
import type { Message } from '../message/message.interface.js';
import { capRunes } from '../message/runes.js';

const MAX_HEADLINE = 500;
const MAX_FALLBACK = 300;

/**
 * The server's limit of a message is 16 383 code points, and of a body 300 kB. What is written here stays far below
 * both, because everything in it is bounded; the cut is for what nobody has thought of.
 */
const MAX_MESSAGE_RUNES = 4_000;
const MAX_TABLE_RUNES = 12_000;

/** @internal A post's text and its one coloured block. */
export interface MattermostText {
  readonly message: string;
  readonly attachment: { readonly fallback: string; readonly color: string; readonly text: string };
}

/** The headline first, then the facts in a table, in their colour. @internal */
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
