import { oneLine } from '../../model/format/one-line.js';
import { MAX_WHOLE, type Data, type Message, type Pieces } from '../message/message.interface.js';
import { capRunes } from '../message/runes.js';

/** Slack's own limits are 3 000 for a section, and 50 sections. */
const MAX_SECTION = 2_800;
const MAX_SECTIONS = 20;
const MAX_HEADLINE = 500;
const MAX_SUBJECT = 300;
const MAX_DATA = 200;
const BREAK = '\u200b';

/**
 * The body for an incoming webhook of Slack, which many other chats accept. Slack cannot escape its markup, so text of users
 * is plain text, or code that it cannot end.
 *
 * @internal
 */
export function slackBody({ headline, subject, color, rows }: Message): object {
  const lines = rows.map(({ label, value }) => `*${pieces(label)}:* ${pieces(value)}`);
  return {
    // For the notification, and for chats without blocks.
    text: entities(capRunes(oneLine(subject), MAX_SUBJECT)),
    blocks: [
      { type: 'section', text: { type: 'plain_text', text: inert(oneLine(headline, MAX_HEADLINE)), emoji: false } },
    ],
    attachments: [
      {
        color,
        fallback: entities(capRunes(oneLine(headline, MAX_HEADLINE), MAX_HEADLINE)),
        blocks: sections(lines).map(text => ({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } })),
      },
    ],
    unfurl_links: false,
    unfurl_media: false,
  };
}

function pieces(all: Pieces): string {
  return all.map(piece => (typeof piece === 'string' ? entities(piece) : code(piece))).join('');
}

function code({ data, whole, link }: Data): string {
  if (link === true) return `<${data}>`;
  const max = whole === true ? MAX_WHOLE : MAX_DATA;
  return `\`${entities(capRunes(oneLine(data, max).replaceAll('`', "'"), max)) || '–'}\``;
}

function entities(text: string): string {
  return inert(text).replaceAll('&', '&amp;');
}

/** No entities: not all chats that accept Slack's bodies decode them, but they replace `<!channel>`. */
function inert(text: string): string {
  return text.replaceAll('<', '‹').replaceAll('>', '›').replaceAll('@', `@${BREAK}`).replaceAll('://', `:${BREAK}//`);
}

/** Fills each section with as many lines as it can hold. */
function sections(lines: readonly string[]): string[] {
  const filled: string[] = [];
  for (const line of lines.map(each => capRunes(each, MAX_SECTION))) {
    const last = filled.at(-1);
    if (last !== undefined && last.length + line.length < MAX_SECTION) filled[filled.length - 1] = `${last}\n${line}`;
    else filled.push(line);
  }
  return filled.slice(0, MAX_SECTIONS);
}
