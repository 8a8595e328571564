/** The member that this notifier adds to the options of the module. */
export interface DingTalkOption {
  /**
   * Posts alerts to a DingTalk group.
   *
   * @default false
   */
  dingtalk?: false | DingTalkOptions;
}

/**
 * A custom robot of a DingTalk group. A post names the file of the report: robots accept no files.
 *
 * @example
 * dingtalk: { webhookUrl: process.env['DINGTALK_WEBHOOK'], secret: process.env['DINGTALK_SECRET'] }
 *
 * @publicApi
 */
export interface DingTalkOptions {
  /**
   * The robot's address: `https://oapi.dingtalk.com/robot/send?access_token=…`. Required. Secret: it allows posting.
   */
  webhookUrl?: string;

  /**
   * The secret of a robot with the security setting "additional signature" (加签). It begins with `SEC`. Secret.
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
