import { httpUrl, text } from '../../options/schema/checks.js';
import { missingFaults, switchablePart } from '../../options/schema/option-part.js';
import { option, optional } from '../../options/schema/option.js';
import { maxRetries } from '../http-client/max-retries.js';

const ROUTING_KEY = /^[A-Za-z0-9]{32}$/;
const KEY_TEXT =
  'must be the integration key, 32 letters and digits: PagerDuty shows it at the service, under Integrations, for the type Events API V2';

/** @internal */
export interface ResolvedPagerDuty {
  readonly routingKey: string;
  /** Without a slash at its end. */
  readonly serverUrl: string;
  readonly maxRetries: number;
}

/** @internal */
export const pagerDutyOptions = switchablePart({
  option: 'pagerduty',
  facts: { about: 'sends alerts to a service of PagerDuty', variable: 'WPM_ENABLE_PAGERDUTY', form: 'boolean' },
  members: {
    routingKey: optional(
      text('the integration key').refine(key => ROUTING_KEY.test(key), KEY_TEXT),
      { about: 'the integration key of the type Events API V2', variable: 'WPM_PAGERDUTY_ROUTING_KEY', secret: true },
    ),
    serverUrl: option(
      httpUrl.transform(url => url.replace(/\/+$/, '')),
      'https://events.pagerduty.com',
      {
        about: 'the Events API server; in the European region `https://events.eu.pagerduty.com`',
        variable: 'WPM_PAGERDUTY_SERVER_URL',
      },
    ),
    maxRetries: maxRetries('WPM_PAGERDUTY_MAX_RETRIES'),
  },
  faultsOf: ({ routingKey }) => missingFaults('pagerduty', { routingKey }, 'it names the service'),
  resolve({ routingKey, serverUrl, maxRetries: retries }): ResolvedPagerDuty | false {
    return routingKey !== undefined && Object.freeze({ routingKey, serverUrl, maxRetries: retries });
  },
});
