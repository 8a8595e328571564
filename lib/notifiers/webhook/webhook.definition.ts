import type { NotifierDefinition } from '../notifier-definition.js';
import { WebhookNotifier } from './webhook.notifier.js';
import { webhookOptions } from './webhook.options.js';

export type { WebhookOption } from './webhook-options.interface.js';

/** Posts alerts to a URL. @internal */
export const webhook: NotifierDefinition = { options: webhookOptions, provider: WebhookNotifier };
