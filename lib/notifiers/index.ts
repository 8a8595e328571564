import { email, type EmailOption } from './email/email.definition.js';
import { localFile, type LocalFileOption } from './local-file/local-file.definition.js';
import { mattermost, type MattermostOption } from './mattermost/mattermost.definition.js';
import type { NotifierDefinition } from './notifier-definition.js';
import { webhook, type WebhookOption } from './webhook/webhook.definition.js';

/** All built-in notifiers, in the order of the settings table and of the results of `testNotifiers()`. @internal */
export const builtInNotifiers: readonly NotifierDefinition[] = [localFile, mattermost, webhook, email];

/** The options of all built-in notifiers. */
export interface NotifierOptions extends LocalFileOption, MattermostOption, WebhookOption, EmailOption {}
