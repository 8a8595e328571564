/** A text with the entities that Telegram makes of it. */
export interface TelegramText {
  readonly text: string;
  readonly entities: readonly { readonly type: string; readonly text: string }[];
}

const TAGS: Readonly<Record<string, string>> = { b: 'bold', i: 'italic', code: 'code', a: 'text_link' };
const NAMED: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"' };

/** Entities that Telegram finds in plain text, outside code. */
const FOUND: readonly (readonly [string, RegExp])[] = [
  ['mention', /(?<![\w@])@\w{4,32}/g],
  ['bot_command', /(?<![\w/])\/\w{1,64}(?:@\w+)?/g],
  ['hashtag', /(?<![\w#])#\w+/g],
  ['cashtag', /(?<![\w$])\$[A-Z]{1,8}\b/g],
  ['url', /\b(?:https?:\/\/\S+|(?:[\w-]+\.)+(?:com|org|net|io|app|me|example)\b\S*)/gi],
];

/**
 * Reads Telegram's HTML like the Bot API: few tags, four named entities, no code within another tag.
 *
 * The fields of a form have the line ends of HTTP. Telegram drops each carriage return.
 *
 * @returns the error of the Bot API for invalid markup
 */
export function telegramHtml(given: string): TelegramText | string {
  const html = given.replaceAll('\r', '');
  const open: { type: string; from: number }[] = [];
  const entities: { type: string; text: string }[] = [];
  let text = '';
  let free = '';
  for (const [token] of html.matchAll(/<[^>]*>?|&\w+;|&#\d+;|[^<&]+|&/g)) {
    const tag = /^<(\/?)([a-z]+)(?: [^>]*)?>$/.exec(token);
    if (tag) {
      const type = TAGS[tag[2] ?? ''];
      if (type === undefined) return `can't parse entities: Unsupported start tag "${tag[2]}"`;
      if (tag[1] === '/') {
        const last = open.pop();
        if (last?.type !== type) return `can't parse entities: Unmatched end tag "${tag[2]}"`;
        entities.push({ type, text: text.slice(last.from) });
      } else {
        if (open.some(each => each.type === 'code') || (type === 'code' && open.length > 0)) {
          return "can't parse entities: code can't be part of another entity";
        }
        open.push({ type, from: text.length });
      }
      continue;
    }
    if (token.startsWith('<')) return "can't parse entities: Unclosed start tag";
    const plain = NAMED[token] ?? token;
    text += plain;
    free += open.some(({ type }) => type === 'code') ? ' '.repeat(plain.length) : plain;
  }
  if (open.length > 0) return "can't parse entities: Can't find end tag";
  for (const [type, pattern] of FOUND) {
    for (const [found] of free.matchAll(pattern)) entities.push({ type, text: found });
  }
  return { text, entities };
}
