import type { NotifierDefinition } from '../notifier-definition.js';
import { MattermostNotifier } from './mattermost.notifier.js';
import { mattermostOptions } from './mattermost.options.js';

export type { MattermostOption } from './mattermost-options.interface.js';

/** Posts alerts into a Mattermost channel. @internal */
export const mattermost: NotifierDefinition = { options: mattermostOptions, provider: MattermostNotifier };
