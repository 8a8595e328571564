import type { NotifierDefinition } from '../notifier-definition.js';
import { DingTalkNotifier } from './dingtalk.notifier.js';
import { dingTalkOptions } from './dingtalk.options.js';

export type { DingTalkOption } from './dingtalk-options.interface.js';

/** Posts alerts to a DingTalk group. @internal */
export const dingtalk: NotifierDefinition = { options: dingTalkOptions, provider: DingTalkNotifier };
