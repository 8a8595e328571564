import { chatPieces, chatText } from '../message/chat-text.js';
import type { Message } from '../message/message.interface.js';
import { capRunes } from '../message/runes.js';

/** Discord's own limits: 2 000 for the content, 25 fields of 256 and 1 024, 6 000 together. */
const MAX_CONTENT = 1_500;
const MAX_FIELDS = 25;
const MAX_NAME = 200;
const MAX_VALUE = 1_000;
const MAX_TOTAL = 5_500;
const MAX_HEADLINE = 400;
const MAX_DATA = 80;

/**
 * What Discord's webhooks take. It is told, too, that nobody is to be mentioned.
 *
 * @internal
 */
export function discordBody({ headline, color, rows }: Message): object {
  const fields: { name: string; value: string }[] = [];
  let total = 0;
  for (const { label, value } of rows.slice(0, MAX_FIELDS)) {
    const field = {
      name: capRunes(chatPieces(label, MAX_DATA), MAX_NAME),
      value: capRunes(chatPieces(value, MAX_DATA), MAX_VALUE),
    };
    total += field.name.length + field.value.length;
    if (total > MAX_TOTAL) break;
    fields.push(field);
  }
  return {
    content: `**${capRunes(chatText(headline, MAX_HEADLINE), MAX_CONTENT)}**`,
    embeds: [{ color: Number.parseInt(color.slice(1), 16), fields }],
    allowed_mentions: { parse: [] },
  };
}
