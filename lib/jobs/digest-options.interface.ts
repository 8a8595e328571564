/**
 * The schedule of the digest. All built-in notifiers send it, and so does every notifier with a method `digest()`. Each
 * process sends its own. No digest is sent when there were no slow executions.
 *
 * @example
 * digest: { cron: '0 9 * * 1-5', timeZone: 'Europe/Berlin' }
 *
 * @publicApi
 */
export interface DigestOptions {
  /**
   * `'daily'` (at 8 in the morning), `'weekly'` (at 8 on Mondays), or a cron expression of five fields, or of six with
   * seconds.
   *
   * @default 'daily'
   */
  cron?: string;

  /**
   * The time zone of the schedule: `'Europe/Berlin'`.
   *
   * @default the time zone of the process
   */
  timeZone?: string;
}
