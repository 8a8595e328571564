/** The member that this notifier adds to the options of the module. */
export interface WeComOption {
  /**
   * Posts alerts to a WeCom group (企业微信).
   *
   * @default false
   */
  wecom?: false | WeComOptions;
}

/**
 * A group robot of WeCom, also called message push (消息推送).
 *
 * @example
 * wecom: { webhookUrl: process.env['WECOM_WEBHOOK'] }
 *
 * @publicApi
 */
export interface WeComOptions {
  /**
   * The robot's address: `https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…`. Required. Secret: it allows posting.
   */
  webhookUrl?: string;

  /**
   * Sends the report as a file, in a second message. WeCom counts both messages. Otherwise the alert names the file.
   *
   * @default true
   */
  attach?: boolean;

  /**
   * How often a failed delivery is repeated, 0 to 10.
   *
   * @default 3
   */
  maxRetries?: number;
}
