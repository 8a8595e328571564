import type { NotifierDefinition } from '../notifier-definition.js';
import { PagerDutyNotifier } from './pagerduty.notifier.js';
import { pagerDutyOptions } from './pagerduty.options.js';

export type { PagerDutyOption } from './pagerduty-options.interface.js';

/** Sends alerts to PagerDuty. @internal */
export const pagerduty: NotifierDefinition = { options: pagerDutyOptions, provider: PagerDutyNotifier };
