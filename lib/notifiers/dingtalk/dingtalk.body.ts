import { oneLine } from '../../model/format/one-line.js';
import { byteLength, cutBytes } from '../message/byte-length.js';
import { fittingRows } from '../message/fitting-rows.js';
import { inertPieces, inertText } from '../message/inert-text.js';
import type { Message, Row } from '../message/message.interface.js';

/**
 * DingTalk refuses a body of more than 20 000 bytes (code 460101). The rest of it needs less than the difference.
 *
 * Source: DingTalk Open Platform, "Custom robot access" (自定义机器人接入), error codes.
 */
const MAX_BYTES = 15_000;
const MAX_ROW_BYTES = 4_000;
const MAX_HEADLINE = 500;
const MAX_TITLE = 200;

/**
 * The body for a robot. Its Markdown has neither tables nor code nor escapes, so texts of users are made inert. Mentions are
 * made by `at` alone, which mentions no one.
 *
 * @internal
 */
export function dingTalkBody({ headline, subject, rows }: Message): object {
  const first = `### ${inertText(headline, MAX_HEADLINE)}`;
  const lines = fittingRows(rows, line, byteLength, MAX_BYTES - byteLength(first));
  return {
    msgtype: 'markdown',
    // For the list of chats and for notifications: plain text.
    markdown: { title: oneLine(subject, MAX_TITLE), text: [first, '', ...lines].join('\n') },
    at: { atMobiles: [], atUserIds: [], isAtAll: false },
  };
}

function line({ label, value }: Row): string {
  return cutBytes(`- **${inertPieces(label)}:** ${inertPieces(value)}`, MAX_ROW_BYTES);
}
