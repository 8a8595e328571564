import type { NotifierDefinition } from '../notifier-definition.js';
import { WeComNotifier } from './wecom.notifier.js';
import { weComOptions } from './wecom.options.js';

export type { WeComOption } from './wecom-options.interface.js';

/** Posts alerts to a WeCom group. @internal */
export const wecom: NotifierDefinition = { options: weComOptions, provider: WeComNotifier };
