import type { CodeMeaning, CodedService } from '../chat-webhook/coded-answer.js';

const MINUTES = 60_000;
/** DingTalk accepts 20 messages a minute from a robot, and none for ten minutes after more. */
const BAN_MS = 10 * MINUTES;

const UNKNOWN: CodeMeaning = {
  todo: 'the robot is unknown, was stopped or was removed: add one to the group, and set dingtalk.webhookUrl to its address',
  cause: 'settings',
};
const CONTENT: CodeMeaning = { todo: 'its content check refused a text in the alert', cause: 'message' };
const TOO_MANY: CodeMeaning = {
  todo: 'it accepts 20 messages a minute from a robot, then none for ten minutes: send fewer alerts, or use a robot of its own',
  cause: 'load',
  pauseMs: BAN_MS,
};
const KEYWORD: CodeMeaning = {
  todo: "no keyword of the robot's security settings is in the alert: add the keyword Host, or let the robot require a signature",
  cause: 'settings',
};
const ADDRESS: CodeMeaning = {
  todo: "this host's address is not in the robot's security settings: add it, or let the robot require a signature",
  cause: 'settings',
};
const SIGNATURE: CodeMeaning = {
  todo: "the signature is missing or wrong: set dingtalk.secret to the robot's secret, and check the clock of this host",
  cause: 'settings',
};

const MEANINGS: Readonly<Record<number, CodeMeaning>> = {
  [-1]: { todo: 'it is overloaded: try again later', cause: 'load' },
  300001: UNKNOWN,
  400013: { todo: 'the group was dissolved: set dingtalk.webhookUrl to the robot of another', cause: 'settings' },
  400101: UNKNOWN,
  400102: UNKNOWN,
  400106: UNKNOWN,
  130101: TOO_MANY,
  410100: TOO_MANY,
  430101: CONTENT,
  430102: CONTENT,
  430103: CONTENT,
  430104: CONTENT,
};

/** One code for all security settings. Its words are English or Chinese. */
const REFUSED_BY_SECURITY = 310_000;

/**
 * The answers of DingTalk's robots: status 200 with `errcode` and `errmsg`.
 *
 * Source: DingTalk Open Platform, "Custom robot access" (自定义机器人接入), limits and error codes.
 *
 * @internal
 */
export const DINGTALK: CodedService = {
  title: 'DingTalk',
  option: 'dingtalk.webhookUrl',
  codeMembers: ['errcode'],
  wordsMember: 'errmsg',
  meaningOf: (code, words) => (code === REFUSED_BY_SECURITY ? securityMeaning(words) : MEANINGS[code]),
};

function securityMeaning(words: string): CodeMeaning {
  if (/keyword|关键词/i.test(words)) return KEYWORD;
  if (/whitelist|\bip\b|白名单/i.test(words)) return ADDRESS;
  return SIGNATURE;
}
