/** The member that this notifier adds to the options of the module. */
export interface PagerDutyOption {
  /**
   * Sends alerts to a service of PagerDuty.
   *
   * @default false
   */
  pagerduty?: false | PagerDutyOptions;
}

/**
 * A service of PagerDuty with an integration of the type "Events API V2". Further alerts about one endpoint join its open
 * alert in PagerDuty. Digests are not sent.
 *
 * @example
 * pagerduty: { routingKey: process.env['PAGERDUTY_ROUTING_KEY'] }
 *
 * @publicApi
 */
export interface PagerDutyOptions {
  /** The integration key, 32 letters and digits. Required. Secret. */
  routingKey?: string;

  /**
   * The Events API server, with its scheme. For a European service region: `'https://events.eu.pagerduty.com'`.
   *
   * @default 'https://events.pagerduty.com'
   */
  serverUrl?: string;

  /**
   * How often a failed delivery is repeated, 0 to 10.
   *
   * @default 3
   */
  maxRetries?: number;
}
