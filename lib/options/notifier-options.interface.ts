/**
 * Either a bot, with `serverUrl`, `token` and `channelId`, which attaches the report, or an incoming webhook, with
 * `webhookUrl`, which only tells where the report lies.
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

/** @publicApi */
export interface WebhookOptions {
  /** Where alerts are sent, with its scheme. Secret: who knows it can post. */
  url?: string;

  /** Signs each request: an HMAC of the body, SHA-256, goes along in a header. Secret. */
  secret?: string;

  /**
   * The body's form: our own JSON, or what Slack's or Discord's incoming webhooks take.
   *
   * @default 'json'
   */
  format?: 'json' | 'slack' | 'discord';

  /**
   * Headers to send along, their values secret.
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

/** @publicApi */
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
   * Attaches the report.
   *
   * @default true
   */
  attach?: boolean;
}

/** @publicApi */
export interface DigestOptions {
  /**
   * When it is sent: `'daily'` (at 8 in the morning), `'weekly'` (at 8 on Mondays), or a cron expression of five fields,
   * or of six with seconds.
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

/** @publicApi */
export interface HttpOptions {
  /** Certificates of authorities to trust beside the known ones: PEM text, or the path of a file that holds it. */
  ca?: string;

  /**
   * `false` accepts servers whose certificate can not be verified. For tests only.
   *
   * @default true
   */
  rejectUnauthorized?: boolean;
}
