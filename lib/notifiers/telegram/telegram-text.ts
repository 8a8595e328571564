import { BREAK } from '../../model/format/markdown-text.js';
import { oneLine } from '../../model/format/one-line.js';
import { fittingRows } from '../message/fitting-rows.js';
import { MAX_WHOLE, type Data, type Message, type Pieces, type Row } from '../message/message.interface.js';

/**
 * Telegram's own limits are 4 096 for a message and 1 024 for a caption. They count the characters that are shown, without
 * tags. UTF-16 units are counted here, which are never fewer.
 *
 * Source: Telegram Bot API 9, `sendMessage` and `sendDocument`.
 */
export const MAX_MESSAGE = 4_000;
export const MAX_CAPTION = 1_000;

const MAX_HEADLINE = 300;
const MAX_DATA = 200;

/** Telegram turns these into mentions, commands, tags and links, but not within code. */
const ACTIVE = /[@#$]|(?<![\p{L}\p{N}])\/(?=\w)|:(?=\/\/)|\.(?=[\p{L}])/gu;

interface Line {
  readonly html: string;
  /** The characters that are shown, with the line end. */
  readonly length: number;
}

/**
 * A message in Telegram's HTML.
 *
 * @param max the characters that may be shown
 * @internal
 */
export function telegramText({ headline, rows }: Message, max: number): string {
  const first = oneLine(headline, MAX_HEADLINE).replace(ACTIVE, `$&${BREAK}`);
  const lines = fittingRows(rows, lineOf, ({ length }) => length, max - first.length);
  return [`<b>${escaped(first)}</b>`, ...lines.map(({ html }) => html)].join('\n');
}

function lineOf({ label, value }: Row): Line {
  const name = label.map(piece => part(piece, false));
  const text = value.map(piece => part(piece, true));
  const length = [...name, ...text].reduce((sum, each) => sum + each.length, ': \n'.length);
  return { html: `<b>${joined(name)}:</b> ${joined(text)}`, length };
}

function joined(parts: readonly Line[]): string {
  return parts.map(({ html }) => html).join('');
}

/** Telegram accepts no code within bold text. */
function part(piece: Pieces[number], asCode: boolean): Line {
  if (typeof piece === 'string') return plain(piece);
  return asCode ? code(piece) : plain(oneLine(piece.data, MAX_DATA).replace(ACTIVE, `$&${BREAK}`));
}

function code({ data, whole, link }: Data): Line {
  if (link === true) return { html: `<a href="${data}">${escaped(data)}</a>`, length: data.length };
  const text = oneLine(data, whole === true ? MAX_WHOLE : MAX_DATA) || '–';
  return { html: `<code>${escaped(text)}</code>`, length: text.length };
}

function plain(text: string): Line {
  return { html: escaped(text), length: text.length };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
