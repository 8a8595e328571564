/** The member that this notifier adds to the options of the module. */
export interface WebhookOption {
  /**
   * Posts alerts to a URL: as JSON, or in the format of Slack or Discord.
   *
   * @default false
   */
  webhook?: false | WebhookOptions;
}

/**
 * A URL that receives alerts and digests. A `'json'` body is the alert without the report's tree and timeline, with
 * `type: 'alert'` or `type: 'digest'`. A repeated request has the same `id`, which is also the header `idempotency-key`.
 * Slack and Discord receive a message with the verdict and the facts.
 *
 * @example
 * webhook: { url: 'https://ops.example.com/alerts', secret: process.env['ALERTS_SECRET'] }
 * webhook: { url: process.env['SLACK_WEBHOOK'], format: 'slack' }
 *
 * @publicApi
 */
export interface WebhookOptions {
  /**
   * The address of the receiver, with its scheme. Required. User and password in it are sent as a header. Secret: it allows
   * posting.
   */
  url?: string;

  /**
   * Signs each request with the header `x-performance-monitor-signature: t=<seconds>,v1=<hex>`. `v1` is the HMAC-SHA256 of
   * `<seconds>.<body>`. Secret.
   *
   * @default none: requests are not signed
   */
  secret?: string;

  /**
   * The format of the body: JSON, or the format of the incoming webhooks of Slack or Discord.
   *
   * @default 'json'
   */
  format?: 'json' | 'slack' | 'discord';

  /**
   * Additional headers, at most 50, with secret values. They do not replace `content-type` and the signature.
   *
   * @default {}
   */
  headers?: Readonly<Record<string, string>>;

  /**
   * How often a failed delivery is repeated, 0 to 10.
   *
   * @default 3
   */
  maxRetries?: number;
}
