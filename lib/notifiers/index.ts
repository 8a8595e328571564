import { email } from './email/email.definition.js';
import type { EmailOption } from './email/email-options.interface.js';
import { localFile } from './local-file/local-file.definition.js';
import type { LocalFileOption } from './local-file/local-file-options.interface.js';
import { mattermost } from './mattermost/mattermost.definition.js';
import type { MattermostOption } from './mattermost/mattermost-options.interface.js';
import type { NotifierDefinition } from './notifier-definition.js';
import { webhook } from './webhook/webhook.definition.js';
import type { WebhookOption } from './webhook/webhook-options.interface.js';

/** All built-in notifiers, in the order of the settings table and of the results of `testNotifiers()`. @internal */
export const builtInNotifiers: readonly NotifierDefinition[] = [localFile, mattermost, webhook, email];

/** The options of all built-in notifiers. */
export interface NotifierOptions extends LocalFileOption, MattermostOption, WebhookOption, EmailOption {}
