import { Injectable } from '@nestjs/common';
import { AlertFiles } from '../../delivery/alert-files.js';
import { LiveOptions } from '../../options/live-options.js';
import type { ChatWebhook } from '../chat-webhook/chat-webhook.interface.js';
import { ChatWebhookNotifier } from '../chat-webhook/chat-webhook.notifier.js';
import { codedAnswer } from '../chat-webhook/coded-answer.js';
import { HttpClient } from '../http-client/http-client.js';
import { dingTalkAlert } from './dingtalk-alert.js';
import { DINGTALK } from './dingtalk-answer.js';
import { dingTalkBody } from './dingtalk.body.js';
import { dingTalkOptions, type ResolvedDingTalk } from './dingtalk.options.js';
import { signedUrl } from './dingtalk-signature.js';

const CHAT: ChatWebhook<ResolvedDingTalk> = {
  name: 'dingtalk',
  options: dingTalkOptions,
  alert: dingTalkAlert,
  post: (message, { webhookUrl, secret }) => ({ url: signedUrl(webhookUrl, secret), body: dingTalkBody(message) }),
  check: (answer, url) => codedAnswer(answer, url, DINGTALK),
};

/**
 * Posts alerts to a DingTalk group through its robot.
 *
 * @internal
 */
@Injectable()
export class DingTalkNotifier extends ChatWebhookNotifier<ResolvedDingTalk> {
  constructor(live: LiveOptions, http: HttpClient, files: AlertFiles) {
    super(CHAT, live, http, files);
  }
}
