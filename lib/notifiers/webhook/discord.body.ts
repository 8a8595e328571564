import { cutText } from '../../model/format/cut-text.js';
import { chatPieces, chatText } from '../message/chat-text.js';
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
  return {
    content: `**${cutText(chatText(headline, MAX_HEADLINE), MAX_CONTENT)}**`,
    embeds: [{ color: Number.parseInt(color.slice(1), 16), fields: fieldsOf(rows) }],
    allowed_mentions: { parse: [] },
  };
}

/** Keeps the order of the rows. If there is no room for all, the vital ones take precedence. */
function fieldsOf(rows: readonly Row[]): Field[] {
  const fields = rows.slice(0, MAX_FIELDS).map(fieldOf);
  const vitalFirst = [...fields.keys()].sort((a, b) => Number(isVital(rows[b])) - Number(isVital(rows[a])) || a - b);
  const kept = new Set<number>();
  let left = MAX_TOTAL;
  for (const index of vitalFirst) {
    const field = fields[index];
    if (field === undefined) continue;
    left -= field.name.length + field.value.length;
    if (left < 0) break;
    kept.add(index);
  }
  return fields.filter((_, index) => kept.has(index));
}

function fieldOf({ label, value }: Row): Field {
  return {
    name: cutText(chatPieces(label, MAX_DATA), MAX_NAME),
    value: cutText(chatPieces(value, MAX_DATA), MAX_VALUE),
  };
}

function isVital(row: Row | undefined): boolean {
  return row?.vital === true;
}
