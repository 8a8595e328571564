import { boolean, httpUrlWith } from '../../options/schema/checks.js';
import { missingFaults, switchablePart } from '../../options/schema/option-part.js';
import { option, optional } from '../../options/schema/option.js';
import { maxRetries } from '../http-client/max-retries.js';

const WHOLE_ADDRESS =
  "must be the robot's whole address, with key=: WeCom shows it in the details of the robot, in the settings of the group";

/** @internal */
export interface ResolvedWeCom {
  readonly webhookUrl: string;
  readonly attach: boolean;
  readonly maxRetries: number;
}

/** @internal */
export const weComOptions = switchablePart({
  option: 'wecom',
  facts: { about: 'posts alerts to a WeCom group (企业微信)', variable: 'WPM_ENABLE_WECOM', form: 'boolean' },
  members: {
    webhookUrl: optional(httpUrlWith([({ searchParams }) => !!searchParams.get('key'), WHOLE_ADDRESS]), {
      about: "the robot's address",
      variable: 'WPM_WECOM_WEBHOOK_URL',
      secret: true,
    }),
    attach: option(boolean, true, {
      about: 'sends the report as a file, in a second message',
      variable: 'WPM_WECOM_ATTACH',
      form: 'boolean',
    }),
    maxRetries: maxRetries('WPM_WECOM_MAX_RETRIES'),
  },
  faultsOf: ({ webhookUrl }) => missingFaults('wecom', { webhookUrl }, 'it receives the alerts'),
  resolve({ webhookUrl, attach, maxRetries: retries }): ResolvedWeCom | false {
    return webhookUrl !== undefined && Object.freeze({ webhookUrl, attach, maxRetries: retries });
  },
});
