import { Injectable } from '@nestjs/common';
import { AlertFiles } from '../../delivery/alert-files.js';
import { LiveOptions } from '../../options/live-options.js';
import type { ChatWebhook } from '../chat-webhook/chat-webhook.interface.js';
import { ChatWebhookNotifier } from '../chat-webhook/chat-webhook.notifier.js';
import { HttpClient } from '../http-client/http-client.js';
import { teamsAlert } from './teams-alert.js';
import { teamsAnswer } from './teams-answer.js';
import { teamsBody } from './teams.body.js';
import { teamsOptions, type ResolvedTeams } from './teams.options.js';

const CHAT: ChatWebhook<ResolvedTeams> = {
  name: 'teams',
  options: teamsOptions,
  alert: teamsAlert,
  post: (message, { webhookUrl }) => ({ url: new URL(webhookUrl), body: teamsBody(message) }),
  check: teamsAnswer,
};

/**
 * Posts alerts to Microsoft Teams through a workflow.
 *
 * @internal
 */
@Injectable()
export class TeamsNotifier extends ChatWebhookNotifier<ResolvedTeams> {
  constructor(live: LiveOptions, http: HttpClient, files: AlertFiles) {
    super(CHAT, live, http, files);
  }
}
