/**
 * Either a bot, with `serverUrl`, `token` and `channelId`, which attaches the report, or an incoming webhook, with
 * `webhookUrl`, which only tells where the report lies. A token beside `webhookUrl`, or half a bot, is a
 * fault.
 *
 * @example
 * mattermost: {
 *   serverUrl: 'https://chat.example.com',
 *   token: process.env['BOT_TOKEN'],
 *   channelId: '4xp9fdt77pncbef59f4k1qe83o',
 * }
 *
 * @publicApi
 */
export interface MattermostOptions {
  /** The server, with its scheme: `'https://chat.example.com'`. */
  serverUrl?: string;

  /** The bot's access token. Secret. */
  token?: string;

  /** The channel's id, 26 lower-case letters and digits; not its name. */
  channelId?: string;

  /** The incoming webhook's URL. Secret: who knows it can post. */
  webhookUrl?: string;

  /**
   * How often a delivery that failed is tried again, 0 to 10.
   *
   * @default 3
   */
  maxRetries?: number;
}

/**
 * A URL that alerts and digests are posted to. As `'json'` the body is all of the alert but the report's tree and
 * timeline, with `type: 'alert'` or `type: 'digest'`; its `id`, also the header `idempotency-key`, is the same when it
 * is sent again. Slack and Discord are sent a message with the verdict and the facts.
 *
 * @example
 * webhook: { url: 'https://ops.example.com/alerts', secret: process.env['ALERTS_SECRET'] }
 * webhook: { url: process.env['SLACK_WEBHOOK'], format: 'slack' }
 *
 * @publicApi
 */
export interface WebhookOptions {
  /**
   * Where alerts are sent, with its scheme: needed. User and password in it are sent as a header. Secret: who knows it
   * can post.
   */
  url?: string;

  /**
   * Signs each request: `x-performance-monitor-signature: t=<seconds>,v1=<hex>` goes along, where `v1` is the
   * HMAC-SHA256 of `<seconds>.<body>`. Secret.
   *
   * @default none: requests are not signed
   */
  secret?: string;

  /**
   * The body's form: our own JSON, or what Slack's or Discord's incoming webhooks take.
   *
   * @default 'json'
   */
  format?: 'json' | 'slack' | 'discord';

  /**
   * Headers to send along, at most 50, their values secret. `content-type` and the signature are always ours.
   *
   * @default {}
   */
  headers?: Readonly<Record<string, string>>;

  /**
   * How often a delivery that failed is tried again, 0 to 10.
   *
   * @default 3
   */
  maxRetries?: number;
}

/**
 * E-mail, through the package `nodemailer`, which the application installs: where it is missing, a warning at the start
 * says so, and no mail is sent. `transport`, `from` and `to` are needed. A mail that the server has certainly not taken
 * is tried again, up to three times.
 *
 * @example
 * email: { transport: process.env['SMTP_URL'], from: 'monitor@example.com', to: ['team@example.com'] }
 *
 * @publicApi
 */
export interface EmailOptions {
  /**
   * What nodemailer's `createTransport()` takes: a URL such as `'smtps://user:password@mail.example.com'`, an object of
   * its options, or a transport. Secret.
   */
  transport?: string | object;

  /** The sender: `'Monitor <monitor@example.com>'`. */
  from?: string;

  /** The receivers: one address, or several. */
  to?: string | readonly string[];

  /**
   * Attaches the report, as a page. `false` tells where it lies, if it was written to files.
   *
   * @default true
   */
  attach?: boolean;
}

/**
 * When the digest is sent: through all notifiers that have a method `digest()`, as all of the monitor's own do. Each
 * process sends its own; where nothing was slow, none is sent.
 *
 * @example
 * digest: { cron: '0 9 * * 1-5', timeZone: 'Europe/Berlin' }
 *
 * @publicApi
 */
export interface DigestOptions {
  /**
   * When it is sent: `'daily'` (at 8 in the morning), `'weekly'` (at 8 on Mondays), or a cron expression of five
   * fields, or of six with seconds.
   *
   * @default 'daily'
   */
  cron?: string;

  /**
   * The time zone that the times are meant in: `'Europe/Berlin'`.
   *
   * @default the process's own
   */
  timeZone?: string;
}

/**
 * How Mattermost and webhooks are spoken to. Their connections are the monitor's own: the application's global
 * dispatcher is neither used nor changed.
 *
 * @example
 * http: { ca: '/etc/ssl/company.pem' }
 *
 * @publicApi
 */
export interface HttpOptions {
  /**
   * Certificates of authorities to trust beside the known ones: PEM text, or the path of a file that holds it, read at
   * the start. At most 1 MB.
   *
   * @default none: the known ones only
   */
  ca?: string;

  /**
   * `false` accepts servers whose certificate can not be verified. For tests only.
   *
   * @default true
   */
  rejectUnauthorized?: boolean;
}
