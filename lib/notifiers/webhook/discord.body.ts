import { cutText } from '../../model/format/cut-text.js';
import { chatPieces, chatText } from '../message/chat-text.js';
import { fittingRows } from '../message/fitting-rows.js';
import type { Message, Row } from '../message/message.interface.js';

/**
 * Discord's own limits: 2 000 for the content, 25 fields of 256 and 1 024, 6 000 together. Their unit is undocumented, so
 * UTF-16 units are counted.
 */
const MAX_CONTENT = 1_500;
const MAX_FIELDS = 25;
const MAX_NAME = 250;
const MAX_VALUE = 1_000;
const MAX_TOTAL = 5_500;
const MAX_HEADLINE = 500;
const MAX_DATA = 200;

interface Field {
  readonly name: string;
  readonly value: string;
}

/**
 * The body for a webhook of Discord. It switches mentions off.
 *
 * @internal
 */
export function discordBody({ headline, color, rows }: Message): object {
  const fields = fittingRows(rows.slice(0, MAX_FIELDS), fieldOf, sizeOf, MAX_TOTAL);
  return {
    content: `**${cutText(chatText(headline, MAX_HEADLINE), MAX_CONTENT)}**`,
    embeds: [{ color: Number.parseInt(color.slice(1), 16), fields }],
    allowed_mentions: { parse: [] },
  };
}

function fieldOf({ label, value }: Row): Field {
  return {
    name: cutText(chatPieces(label, MAX_DATA), MAX_NAME),
    value: cutText(chatPieces(value, MAX_DATA), MAX_VALUE),
  };
}

function sizeOf({ name, value }: Field): number {
  return name.length + value.length;
}
