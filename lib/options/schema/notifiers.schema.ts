import { z } from 'zod';
import { readCertificates } from './certificates.js';
import { boolean, httpUrl, integer, list, text } from './checks.js';
import { isCronExpression } from './cron-expression.js';
import { group, option, optional, switchable } from './option.js';

const CHANNEL_ID = /^[a-z0-9]{26}$/;
const MOST_RETRIES = 10;
const ADDRESS = /^[^\s@]+@[^\s@]+$|<[^\s@<>]+@[^\s@<>]+>$/;
const HEADER_NAME = /^[!#$%&'*+.^_`|~\w-]+$/;

const trimSlash = (url: string) => url.replace(/\/+$/, '');
const address = text("an e-mail address, such as 'team@example.com'").refine(
  value => ADDRESS.test(value),
  "must be an e-mail address, such as 'team@example.com'",
);

const maxRetries = (variable: string) =>
  option(integer(0, MOST_RETRIES), 3, {
    about: 'how often a failed delivery is tried again',
    variable,
    form: 'number',
  });

/** @internal */
export const mattermost = switchable(
  {
    serverUrl: optional(httpUrl.transform(trimSlash), {
      about: 'the server, for a bot',
      variable: 'WPM_MATTERMOST_SERVER_URL',
    }),
    token: optional(text("the bot's access token"), {
      about: "the bot's access token",
      variable: 'WPM_MATTERMOST_TOKEN',
      secret: true,
    }),
    channelId: optional(
      text("the channel's id").refine(
        id => CHANNEL_ID.test(id),
        "must be the channel's id, 26 lower-case letters and digits, not its name: Mattermost shows it in the channel's menu, under View Info",
      ),
      { about: "the channel's id, not its name", variable: 'WPM_MATTERMOST_CHANNEL_ID' },
    ),
    webhookUrl: optional(httpUrl, {
      about: 'an incoming webhook, instead of a bot',
      variable: 'WPM_MATTERMOST_WEBHOOK_URL',
      secret: true,
    }),
    maxRetries: maxRetries('WPM_MATTERMOST_MAX_RETRIES'),
  },
  false,
  { about: 'sends alerts to a Mattermost channel', variable: 'WPM_ENABLE_MATTERMOST', form: 'boolean' },
);

/** @internal */
export const webhook = switchable(
  {
    url: optional(httpUrl, { about: 'where alerts are posted', variable: 'WPM_WEBHOOK_URL', secret: true }),
    secret: optional(text('a secret of your choice'), {
      about: 'signs each request by an HMAC of its body',
      variable: 'WPM_WEBHOOK_SECRET',
      secret: true,
    }),
    format: option(z.enum(['json', 'slack', 'discord'], "must be 'json', 'slack' or 'discord'"), 'json', {
      about: "our own JSON, or the form of Slack's or Discord's webhooks: `'json'`, `'slack'`, `'discord'`",
      variable: 'WPM_WEBHOOK_FORMAT',
    }),
    headers: option(
      z
        .record(
          z.string().regex(HEADER_NAME, 'must be the name of a header'),
          text('the value of a header'),
          'must be an object of header names and values',
        )
        .refine(headers => Object.keys(headers).length <= 50, 'must have at most 50 headers'),
      {},
      { about: 'headers to send along', variable: 'WPM_WEBHOOK_HEADERS', form: 'object', secret: true },
    ),
    maxRetries: maxRetries('WPM_WEBHOOK_MAX_RETRIES'),
  },
  false,
  { about: 'posts alerts to a URL', variable: 'WPM_ENABLE_WEBHOOK', form: 'boolean' },
);

/** @internal */
export const email = switchable(
  {
    transport: optional(
      z.union([z.custom<object>(value => typeof value === 'object' && value !== null), text('a URL')], {
        error:
          "must be what nodemailer's createTransport() takes: a URL such as 'smtps://user:password@host', or an object",
      }),
      {
        about: "what nodemailer's `createTransport()` takes: a URL or an object",
        variable: 'WPM_EMAIL_TRANSPORT',
        opaque: true,
        secret: true,
      },
    ),
    from: optional(address, { about: 'the sender', variable: 'WPM_EMAIL_FROM' }),
    to: optional(
      z
        .union([address.transform(one => [one]), list(address, 'e-mail addresses')], {
          error: "must be an e-mail address, such as 'team@example.com', or a list of them",
        })
        .refine(all => all.length > 0, 'must name at least one e-mail address'),
      { about: 'the receivers', variable: 'WPM_EMAIL_TO', form: 'list' },
    ),
    attach: option(boolean, true, { about: 'attaches the report', variable: 'WPM_EMAIL_ATTACH', form: 'boolean' }),
  },
  false,
  { about: 'sends alerts by e-mail', variable: 'WPM_ENABLE_EMAIL', form: 'boolean' },
);

const NAMED_TIMES = new Map([
  ['daily', '0 8 * * *'],
  ['weekly', '0 8 * * 1'],
]);

/** @internal */
export const digest = switchable(
  {
    cron: option(
      text('a cron expression')
        .refine(
          value => NAMED_TIMES.has(value) || isCronExpression(value),
          "must be 'daily', 'weekly' or a cron expression, such as '0 8 * * 1-5'",
        )
        .transform(value => NAMED_TIMES.get(value) ?? value),
      'daily',
      {
        about: "when: `'daily'` (at 8), `'weekly'` (on Mondays at 8) or a cron expression",
        variable: 'WPM_DIGEST_CRON',
      },
    ),
    timeZone: optional(
      text('a time zone').refine(isTimeZone, "must be the name of a time zone, such as 'Europe/Berlin'"),
      { about: 'the time zone of these times', variable: 'WPM_DIGEST_TIME_ZONE', shownDefault: "the process's own" },
    ),
  },
  false,
  {
    about: "sends a summary of what was slow; a text, such as `'daily'`, is short for an object with that `cron`",
    variable: 'WPM_ENABLE_DIGEST',
    short: 'cron',
    form: 'boolean',
  },
);

/** @internal */
export const http = group({
  ca: optional(readCertificates, {
    about: 'certificates to trust beside the known ones: PEM text, or the path of a file with it',
    variable: 'WPM_HTTP_CA',
  }),
  rejectUnauthorized: option(boolean, true, {
    about: '`false` accepts any certificate; for tests only',
    variable: 'WPM_HTTP_REJECT_UNAUTHORIZED',
    form: 'boolean',
  }),
});

function isTimeZone(value: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
