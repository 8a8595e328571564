import { httpUrlWith, text } from '../../options/schema/checks.js';
import { missingFaults, switchablePart } from '../../options/schema/option-part.js';
import { optional } from '../../options/schema/option.js';
import { maxRetries } from '../http-client/max-retries.js';

const WHOLE_ADDRESS =
  "must be the robot's whole address, with access_token=: DingTalk shows it in the settings of the group, under its robots";

/** @internal */
export interface ResolvedDingTalk {
  readonly webhookUrl: string;
  readonly secret: string | undefined;
  readonly maxRetries: number;
}

/** @internal */
export const dingTalkOptions = switchablePart({
  option: 'dingtalk',
  facts: { about: 'posts alerts to a DingTalk group', variable: 'WPM_ENABLE_DINGTALK', form: 'boolean' },
  members: {
    webhookUrl: optional(httpUrlWith([({ searchParams }) => !!searchParams.get('access_token'), WHOLE_ADDRESS]), {
      about: "the robot's address",
      variable: 'WPM_DINGTALK_WEBHOOK_URL',
      secret: true,
    }),
    secret: optional(text("the robot's secret"), {
      about: 'the secret of a robot that requires a signature (加签)',
      variable: 'WPM_DINGTALK_SECRET',
      secret: true,
    }),
    maxRetries: maxRetries('WPM_DINGTALK_MAX_RETRIES'),
  },
  faultsOf: ({ webhookUrl }) => missingFaults('dingtalk', { webhookUrl }, 'it receives the alerts'),
  resolve({ webhookUrl, secret, maxRetries: retries }): ResolvedDingTalk | false {
    return webhookUrl !== undefined && Object.freeze({ webhookUrl, secret, maxRetries: retries });
  },
});
