/** The member that this notifier adds to the options of the module. */
export interface FeishuOption {
  /**
   * Posts alerts to a group of Feishu (飞书) or Lark.
   *
   * @default false
   */
  feishu?: false | FeishuOptions;
}

/**
 * A custom bot of a group of Feishu or Lark. A card names the file of the report: custom bots accept no files.
 *
 * @example
 * feishu: { webhookUrl: process.env['FEISHU_WEBHOOK'], secret: process.env['FEISHU_SECRET'] }
 *
 * @publicApi
 */
export interface FeishuOptions {
  /**
   * The bot's address: `https://open.feishu.cn/open-apis/bot/v2/hook/…`, or `https://open.larksuite.com/…`. Required.
   * Secret: it allows posting.
   */
  webhookUrl?: string;

  /**
   * The secret of a bot with the security setting "signature verification" (签名校验). Secret.
   *
   * @default none: posts are not signed
   */
  secret?: string;

  /**
   * How often a failed delivery is repeated, 0 to 10.
   *
   * @default 3
   */
  maxRetries?: number;
}
