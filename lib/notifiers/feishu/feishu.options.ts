import { httpUrlWith, text } from '../../options/schema/checks.js';
import { missingFaults, switchablePart } from '../../options/schema/option-part.js';
import { optional } from '../../options/schema/option.js';
import { maxRetries } from '../http-client/max-retries.js';

/** The first version of the interface, `/bot/hook/`, has other bodies. */
const ADDRESS = /\/bot\/v2\/hook\/[^/]/;
const WHOLE_ADDRESS =
  "must be the bot's address, with /open-apis/bot/v2/hook/: Feishu shows it in the settings of the group, under Bots";

/** @internal */
export interface ResolvedFeishu {
  readonly webhookUrl: string;
  readonly secret: string | undefined;
  readonly maxRetries: number;
}

/** @internal */
export const feishuOptions = switchablePart({
  option: 'feishu',
  facts: { about: 'posts alerts to a group of Feishu (飞书) or Lark', variable: 'WPM_ENABLE_FEISHU', form: 'boolean' },
  members: {
    webhookUrl: optional(httpUrlWith([({ pathname }) => ADDRESS.test(pathname), WHOLE_ADDRESS]), {
      about: "the bot's address",
      variable: 'WPM_FEISHU_WEBHOOK_URL',
      secret: true,
    }),
    secret: optional(text("the bot's secret"), {
      about: 'the secret of a bot that verifies signatures (签名校验)',
      variable: 'WPM_FEISHU_SECRET',
      secret: true,
    }),
    maxRetries: maxRetries('WPM_FEISHU_MAX_RETRIES'),
  },
  faultsOf: ({ webhookUrl }) => missingFaults('feishu', { webhookUrl }, 'it receives the alerts'),
  resolve({ webhookUrl, secret, maxRetries: retries }): ResolvedFeishu | false {
    return webhookUrl !== undefined && Object.freeze({ webhookUrl, secret, maxRetries: retries });
  },
});
