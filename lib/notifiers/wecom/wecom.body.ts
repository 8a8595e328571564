import { byteLength, cutBytes } from '../message/byte-length.js';
import { chatPieces } from '../message/chat-text.js';
import { fittingRows } from '../message/fitting-rows.js';
import { inertPieces, inertText, markdownLinks } from '../message/inert-text.js';
import type { Message, Row } from '../message/message.interface.js';

/**
 * WeCom refuses more than 4 096 bytes of Markdown (code 40058).
 *
 * Source: WeCom Developer Center, "Message push configuration" (消息推送配置说明), 2025-08-07.
 */
const MAX_BYTES = 4_000;
/** The headline and three vital rows always have room. */
const MAX_HEADLINE_BYTES = 900;
const MAX_ROW_BYTES = 1_000;
const MAX_HEADLINE = 500;

/**
 * The body for a robot. WeCom's Markdown has code, but no tables and no escapes. `<@user>` in it would mention a user, so no
 * text of users has angle brackets.
 *
 * @internal
 */
export function weComBody({ headline, rows }: Message): object {
  const first = `**${cutBytes(inertText(headline, MAX_HEADLINE), MAX_HEADLINE_BYTES)}**`;
  const lines = fittingRows(rows, line, lineBytes, MAX_BYTES - byteLength(first));
  return { msgtype: 'markdown', markdown: { content: [first, ...lines].join('\n') } };
}

function line({ label, value }: Row): string {
  return cutCode(`> **${inertPieces(label)}:** ${chatPieces(markdownLinks(value))}`);
}

function lineBytes(text: string): number {
  return byteLength(text) + 1;
}

/** Cuts a line, and ends the code that the cut left open. */
function cutCode(text: string): string {
  const cut = cutBytes(text, MAX_ROW_BYTES);
  return cut.split('`').length % 2 === 1 ? cut : `${cut}\``;
}
