/** The member that this notifier adds to the options of the module. */
export interface TelegramOption {
  /**
   * Sends alerts to a Telegram chat.
   *
   * @default false
   */
  telegram?: false | TelegramOptions;
}

/**
 * A Telegram bot. It sends the report as a document, with the alert as its caption.
 *
 * @example
 * telegram: { botToken: process.env['TELEGRAM_TOKEN'], chatId: -1001234567890 }
 *
 * @publicApi
 */
export interface TelegramOptions {
  /** The token that @BotFather shows: `1234567890:AAF…`. Required. Secret. */
  botToken?: string;

  /** The id of a chat, which is negative for groups, or the `@name` of a public channel or group. Required. */
  chatId?: number | string;

  /**
   * The id of a topic, in a group with topics. A link to one of its messages has it before the message's own number.
   *
   * @default none: the general topic
   */
  threadId?: number;

  /**
   * The Bot API server, with its scheme.
   *
   * @default 'https://api.telegram.org'
   */
  serverUrl?: string;

  /**
   * How often a failed delivery is repeated, 0 to 10.
   *
   * @default 3
   */
  maxRetries?: number;
}
