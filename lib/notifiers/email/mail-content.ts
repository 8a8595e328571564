import { oneLine } from '../../model/format/one-line.js';
import { capRunes } from '../message/runes.js';
import type { Data, Message, Pieces } from '../message/message.interface.js';

const MAX_SUBJECT = 150;
const MAX_HEADLINE = 500;
const MAX_DATA = 300;
const MAX_PATH = 4_096;

const ENTITY: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** @internal */
export interface MailContent {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** A message as a mail, in HTML and in plain text. No text of users becomes markup. @internal */
export function mailContent({ headline, subject, color, rows }: Message): MailContent {
  const title = data(headline, MAX_HEADLINE);
  const cells = rows.map(({ label, value }) => `<tr>${cell('th', label)}${cell('td', value)}</tr>`);
  return {
    subject: data(subject, MAX_SUBJECT),
    html: [
      '<!doctype html><html><head><meta charset="utf-8"></head>',
      '<body style="font:14px/1.5 system-ui,sans-serif;color:#1f2328">',
      `<p style="border-left:4px solid ${color};padding-left:12px;font-size:16px"><strong>${escaped(title)}</strong></p>`,
      `<table style="border-collapse:collapse">${cells.join('\n')}</table>`,
      '</body></html>',
    ].join('\n'),
    text: [title, '', ...rows.map(({ label, value }) => `${plain(label)}: ${plain(value)}`), ''].join('\n'),
  };
}

function cell(tag: 'th' | 'td', pieces: Pieces): string {
  const style = 'padding:4px 12px 4px 0;text-align:left;vertical-align:top;border-bottom:1px solid #d1d9e0';
  const content = pieces.map(piece => (typeof piece === 'string' ? escaped(piece) : markup(piece)));
  return `<${tag} style="${style}">${content.join('')}</${tag}>`;
}

function markup(piece: Data): string {
  const text = escaped(shown(piece));
  return piece.link === true ? `<a href="${text}">${text}</a>` : `<code>${text}</code>`;
}

function plain(pieces: Pieces): string {
  return pieces.map(piece => (typeof piece === 'string' ? piece : shown(piece))).join('');
}

function shown(piece: Data): string {
  return data(piece.data, piece.whole === true ? MAX_PATH : MAX_DATA);
}

function data(text: string, max: number): string {
  return capRunes(oneLine(text, max), max);
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, character => ENTITY[character] ?? '');
}
