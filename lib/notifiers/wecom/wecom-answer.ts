import type { CodeMeaning, CodedService } from '../chat-webhook/coded-answer.js';

const MINUTE = 60_000;

const UNKNOWN: CodeMeaning = {
  todo: 'the robot is unknown, was stopped or was removed: add one to the group, and set wecom.webhookUrl to its address',
  cause: 'settings',
};
const TOO_MANY: CodeMeaning = {
  todo: 'it accepts 20 messages a minute from a robot: send fewer alerts, or use a robot of its own',
  cause: 'load',
  pauseMs: MINUTE,
};

const MEANINGS: Readonly<Record<number, CodeMeaning>> = {
  [-1]: { todo: 'it is overloaded: try again later', cause: 'load' },
  6000: { todo: 'it had a conflict with another request: try again', cause: 'load' },
  45009: TOO_MANY,
  45033: TOO_MANY,
  93000: UNKNOWN,
  93004: UNKNOWN,
  93008: UNKNOWN,
  60020: { todo: "this host's address is not allowed: add it to the addresses that WeCom trusts", cause: 'settings' },
};

/**
 * The answers of WeCom's robots: status 200 with `errcode` and `errmsg`.
 *
 * Source: WeCom Developer Center, "Message push configuration" (消息推送配置说明), 2025-08-07, and "Global error codes"
 * (全局错误码).
 *
 * @internal
 */
export const WECOM: CodedService = {
  title: 'WeCom',
  option: 'wecom.webhookUrl',
  codeMembers: ['errcode'],
  wordsMember: 'errmsg',
  meaningOf: code => MEANINGS[code],
};
