import { Injectable } from '@nestjs/common';
import { AlertFiles } from '../../delivery/alert-files.js';
import { LiveOptions } from '../../options/live-options.js';
import type { ChatWebhook } from '../chat-webhook/chat-webhook.interface.js';
import { ChatWebhookNotifier } from '../chat-webhook/chat-webhook.notifier.js';
import { codedAnswer } from '../chat-webhook/coded-answer.js';
import { HttpClient } from '../http-client/http-client.js';
import { feishuAlert } from './feishu-alert.js';
import { FEISHU } from './feishu-answer.js';
import { feishuBody } from './feishu.body.js';
import { feishuOptions, type ResolvedFeishu } from './feishu.options.js';
import { feishuSignature } from './feishu-signature.js';

const CHAT: ChatWebhook<ResolvedFeishu> = {
  name: 'feishu',
  options: feishuOptions,
  alert: feishuAlert,
  post: (message, { webhookUrl, secret }) => ({
    url: new URL(webhookUrl),
    body: feishuBody(message, feishuSignature(secret)),
  }),
  check: (answer, url) => codedAnswer(answer, url, FEISHU),
};

/**
 * Posts alerts to a group of Feishu or Lark through its custom bot.
 *
 * @internal
 */
@Injectable()
export class FeishuNotifier extends ChatWebhookNotifier<ResolvedFeishu> {
  constructor(live: LiveOptions, http: HttpClient, files: AlertFiles) {
    super(CHAT, live, http, files);
  }
}
