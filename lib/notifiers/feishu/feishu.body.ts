import { oneLine } from '../../model/format/one-line.js';
import { byteLength, cutBytes } from '../message/byte-length.js';
import { fittingRows } from '../message/fitting-rows.js';
import { plainPieces } from '../message/inert-text.js';
import type { Message, Row, Tone } from '../message/message.interface.js';
import type { FeishuSignature } from './feishu-signature.js';

/**
 * Feishu refuses a body of more than 20 kB. Escapes double some characters, and the signature and the header need room.
 *
 * Source: Feishu Open Platform, "Custom bot usage guide" (自定义机器人使用指南), notes.
 */
const MAX_BYTES = 14_000;
const MAX_ROW_BYTES = 3_500;
const MAX_HEADLINE = 500;

const TEMPLATES: Readonly<Record<Tone, string>> = { info: 'blue', good: 'green', warning: 'orange', critical: 'red' };

/** Text without markup and mentions. Markdown in a card would mention with `<at id=all></at>`. */
interface PlainText {
  readonly tag: 'plain_text';
  readonly content: string;
}

interface Element {
  readonly tag: 'div';
  readonly text: PlainText;
}

/**
 * The body for a custom bot: a card whose texts are all plain.
 *
 * @internal
 */
export function feishuBody({ headline, tone, rows }: Message, signature: FeishuSignature): object {
  return {
    ...signature,
    msg_type: 'interactive',
    card: {
      config: { wide_screen_mode: true },
      header: { template: TEMPLATES[tone], title: plain(oneLine(headline, MAX_HEADLINE)) },
      elements: fittingRows(rows, element, elementBytes, MAX_BYTES),
    },
  };
}

function element({ label, value }: Row): Element {
  return { tag: 'div', text: plain(cutBytes(`${plainPieces(label)}: ${plainPieces(value)}`, MAX_ROW_BYTES)) };
}

function elementBytes(each: Element): number {
  return byteLength(JSON.stringify(each));
}

function plain(content: string): PlainText {
  return { tag: 'plain_text', content };
}
