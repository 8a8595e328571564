import { z } from 'zod';
import { httpUrl, text } from '../../options/schema/checks.js';
import { frozen } from '../../options/schema/frozen.js';
import { missingFaults, switchablePart } from '../../options/schema/option-part.js';
import { option, optional } from '../../options/schema/option.js';
import { maxRetries } from '../http-client/max-retries.js';

const HEADER_NAME = /^[!#$%&'*+.^_`|~\w-]+$/;
const MOST_HEADERS = 50;

const headers = z
  .record(
    z.string().regex(HEADER_NAME, 'must be the name of a header'),
    text('the value of a header'),
    'must be an object of header names and values',
  )
  .refine(all => Object.keys(all).length <= MOST_HEADERS, `must have at most ${MOST_HEADERS} headers`);

/** @internal */
export interface ResolvedWebhook {
  readonly url: string;
  readonly secret: string | undefined;
  readonly format: 'json' | 'slack' | 'discord';
  readonly headers: Readonly<Record<string, string>>;
  readonly maxRetries: number;
}

/** @internal */
export const webhookOptions = switchablePart({
  option: 'webhook',
  facts: { about: 'posts alerts to a URL', variable: 'WPM_ENABLE_WEBHOOK', form: 'boolean' },
  members: {
    url: optional(httpUrl, { about: 'the URL that receives alerts', variable: 'WPM_WEBHOOK_URL', secret: true }),
    secret: optional(text('a secret of your choice'), {
      about: 'signs each request with an HMAC of its body',
      variable: 'WPM_WEBHOOK_SECRET',
      secret: true,
    }),
    format: option(z.enum(['json', 'slack', 'discord'], "must be 'json', 'slack' or 'discord'"), 'json', {
      about: "the format of the body: `'json'`, or that of the webhooks of `'slack'` or `'discord'`",
      variable: 'WPM_WEBHOOK_FORMAT',
    }),
    headers: option(
      headers,
      {},
      {
        about: 'additional headers',
        variable: 'WPM_WEBHOOK_HEADERS',
        form: 'object',
        secret: true,
      },
    ),
    maxRetries: maxRetries('WPM_WEBHOOK_MAX_RETRIES'),
  },
  faultsOf: ({ url }) => missingFaults('webhook', { url }, 'it receives the alerts'),
  resolve({ url, secret, format, headers: given, maxRetries: retries }): ResolvedWebhook | false {
    return url !== undefined && frozen({ url, secret, format, headers: { ...given }, maxRetries: retries });
  },
});
