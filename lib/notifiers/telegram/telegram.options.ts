import { z } from 'zod';
import { httpUrl, integer, text } from '../../options/schema/checks.js';
import { missingFaults, switchablePart } from '../../options/schema/option-part.js';
import { option, optional } from '../../options/schema/option.js';
import { maxRetries } from '../http-client/max-retries.js';

const TOKEN = /^\d{5,20}:[\w-]{20,100}$/;
const CHAT = /^(?:-?\d{1,19}|@\w{4,64})$/;
const CHAT_TEXT = "must be the chat's id, such as -1001234567890, or the @name of a public channel or group";
const MOST_THREAD = 2_147_483_647;
const INCOMPLETE = 'a bot needs botToken and chatId';

/** @internal */
export interface ResolvedTelegram {
  readonly botToken: string;
  readonly chatId: string;
  readonly threadId: number | undefined;
  /** Without a slash at its end. */
  readonly serverUrl: string;
  readonly maxRetries: number;
}

/** @internal */
export const telegramOptions = switchablePart({
  option: 'telegram',
  facts: { about: 'sends alerts to a Telegram chat', variable: 'WPM_ENABLE_TELEGRAM', form: 'boolean' },
  members: {
    botToken: optional(
      text("the bot's token").refine(
        token => TOKEN.test(token),
        "must be the bot's token, digits and a colon and characters: @BotFather shows it",
      ),
      { about: "the bot's token", variable: 'WPM_TELEGRAM_BOT_TOKEN', secret: true },
    ),
    chatId: optional(
      z
        .union([z.int().transform(String), text("the chat's id")], { error: CHAT_TEXT })
        .refine(id => CHAT.test(id), CHAT_TEXT),
      { about: "the chat's id, or the `@name` of a public channel or group", variable: 'WPM_TELEGRAM_CHAT_ID' },
    ),
    threadId: optional(integer(1, MOST_THREAD), {
      about: 'the id of a topic, in a group with topics',
      variable: 'WPM_TELEGRAM_THREAD_ID',
      form: 'number',
    }),
    serverUrl: option(
      httpUrl.transform(url => url.replace(/\/+$/, '')),
      'https://api.telegram.org',
      { about: 'the Bot API server', variable: 'WPM_TELEGRAM_SERVER_URL' },
    ),
    maxRetries: maxRetries('WPM_TELEGRAM_MAX_RETRIES'),
  },
  faultsOf: ({ botToken, chatId }) => missingFaults('telegram', { botToken, chatId }, INCOMPLETE),
  resolve({ botToken, chatId, threadId, serverUrl, maxRetries: retries }): ResolvedTelegram | false {
    if (botToken === undefined || chatId === undefined) return false;
    return Object.freeze({ botToken, chatId, threadId, serverUrl, maxRetries: retries });
  },
});
