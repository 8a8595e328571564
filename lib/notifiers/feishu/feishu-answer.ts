import type { CodeMeaning, CodedService } from '../chat-webhook/coded-answer.js';

const TOO_MANY: CodeMeaning = {
  todo: 'it accepts 5 messages a second and 100 a minute from a bot, fewer at full hours: send fewer alerts',
  cause: 'load',
};

const MEANINGS: Readonly<Record<number, CodeMeaning>> = {
  11232: TOO_MANY,
  11233: TOO_MANY,
  230020: TOO_MANY,
  99991400: TOO_MANY,
  19001: {
    todo: 'the bot is unknown or was removed: add one to the group, and set feishu.webhookUrl to its address',
    cause: 'settings',
  },
  19007: { todo: 'the bot is switched off: enable it in the settings of the group', cause: 'settings' },
  19021: {
    todo: "the signature is missing or wrong: set feishu.secret to the bot's secret, and check the clock of this host",
    cause: 'settings',
  },
  19022: {
    todo: "this host's address is not in the bot's security settings: add it, or let the bot verify signatures",
    cause: 'settings',
  },
  19024: {
    todo: "no keyword of the bot's security settings is in the alert: add the keyword Host, or let the bot verify signatures",
    cause: 'settings',
  },
};

/** One code for a request that is malformed and for too many requests. Only its words differ. */
const BAD_REQUEST = 9_499;

/**
 * The answers of Feishu's custom bots: `code` and `msg`, with status 200 for most refusals.
 *
 * Source: Feishu Open Platform, "Custom bot usage guide" (自定义机器人使用指南), error codes, and "Rate limits".
 *
 * @internal
 */
export const FEISHU: CodedService = {
  title: 'Feishu',
  option: 'feishu.webhookUrl',
  // Older servers answer a success with `StatusCode` alone.
  codeMembers: ['code', 'StatusCode'],
  wordsMember: 'msg',
  meaningOf: (code, words) => (code === BAD_REQUEST && /too many/i.test(words) ? TOO_MANY : MEANINGS[code]),
};
