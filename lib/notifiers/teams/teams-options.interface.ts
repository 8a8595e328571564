/** The member that this notifier adds to the options of the module. */
export interface TeamsOption {
  /**
   * Posts alerts to a channel or chat of Microsoft Teams.
   *
   * @default false
   */
  teams?: false | TeamsOptions;
}

/**
 * A workflow of Microsoft Teams that starts with a webhook request. A card names the file of the report: workflows accept no
 * files.
 *
 * @example
 * teams: { webhookUrl: process.env['TEAMS_WORKFLOW'] }
 *
 * @publicApi
 */
export interface TeamsOptions {
  /**
   * The URL of a workflow made from the template "Send webhook alerts to a channel", or "… to a chat". Required. Secret: it
   * allows posting. The connectors at `webhook.office.com` are retired.
   */
  webhookUrl?: string;

  /**
   * How often a failed delivery is repeated, 0 to 10.
   *
   * @default 3
   */
  maxRetries?: number;
}
