import type { NotifierDefinition } from '../notifier-definition.js';
import { FeishuNotifier } from './feishu.notifier.js';
import { feishuOptions } from './feishu.options.js';

export type { FeishuOption } from './feishu-options.interface.js';

/** Posts alerts to a group of Feishu or Lark. @internal */
export const feishu: NotifierDefinition = { options: feishuOptions, provider: FeishuNotifier };
