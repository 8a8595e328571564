/** The member that this notifier adds to the options of the module. */
export interface MattermostOption {
  /**
   * Sends alerts to a Mattermost channel.
   *
   * @default false
   */
  mattermost?: false | MattermostOptions;
}

/**
 * Either a bot, with `serverUrl`, `token` and `channelId`, or an incoming webhook, with `webhookUrl`. A bot attaches the
 * report. A webhook only links its file. A token beside `webhookUrl` is a fault, and so is an incomplete bot.
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

  /** The channel's id, 26 lower-case letters and digits. Not its name. */
  channelId?: string;

  /** The incoming webhook's URL. Secret: it allows posting. */
  webhookUrl?: string;

  /**
   * How often a failed delivery is repeated, 0 to 10.
   *
   * @default 3
   */
  maxRetries?: number;
}
