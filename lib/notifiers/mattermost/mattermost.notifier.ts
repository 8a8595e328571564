import { Injectable } from '@nestjs/common';
import type { Alert } from '../../model/alert.interface.js';
import { LiveOptions } from '../../options/live-options.js';
import { MonitorLogger } from '../../logging/monitor.logger.js';
import { errorText } from '../../privacy/error-text.js';
import { AlertFiles, hasFiles } from '../../delivery/alert-files.js';
import { DeliveryError, deliveryFaultOf } from '../../model/delivery.error.js';
import type { Digest } from '../../model/digest.interface.js';
import { halfTheTime } from '../http-client/half-the-time.js';
import { HttpClient } from '../http-client/http-client.js';
import { HttpError } from '../http-client/http.error.js';
import { AttemptError } from '../http-client/retries.js';
import { digestMessage } from '../message/digest-message.js';
import type { BuiltInNotifier } from '../notifier-definition.js';
import { reportFileName } from '../message/report-file-name.js';
import { mattermostAlert } from './mattermost-alert.js';
import { MattermostBot } from './mattermost-bot.js';
import { mattermostOptions } from './mattermost.options.js';
import { mattermostText } from './mattermost-text.js';
import { MattermostWebhook } from './mattermost-webhook.js';

/** A webhook's post names the files of the report. */
const FILES_WITHIN_MS = 2_000;

const TOO_SLOW =
  'the report was not uploaded within half of delivery.timeout: check the file storage of the server, or raise delivery.timeout';

/**
 * Posts alerts into a Mattermost channel. A bot attaches the report. An incoming webhook can only name its file.
 *
 * @internal
 */
@Injectable()
export class MattermostNotifier implements BuiltInNotifier {
  readonly name = 'mattermost';
  private readonly bot: MattermostBot | undefined;
  private readonly webhook: MattermostWebhook | undefined;

  constructor(
    private readonly live: LiveOptions,
    private readonly http: HttpClient,
    private readonly files: AlertFiles,
    private readonly logger: MonitorLogger,
  ) {
    const mattermost = mattermostOptions.of(live.current);
    const budgetMs = (): number => live.current.delivery.timeoutMs;
    if (mattermost === false) return;
    if (mattermost.kind === 'bot') this.bot = new MattermostBot(http, mattermost, budgetMs);
    else this.webhook = new MattermostWebhook(http, mattermost, budgetMs);
  }

  prepare(): Promise<void> {
    return this.http.prepare();
  }

  async notify(alert: Alert, signal: AbortSignal): Promise<void> {
    if (this.bot) return this.postWithReport(this.bot, alert, signal);
    const files = hasFiles(this.live.current) ? await this.files.within(alert, FILES_WITHIN_MS) : [];
    await this.webhook?.post(mattermostText(mattermostAlert(alert, { files })), signal);
  }

  async digest(digest: Digest, signal: AbortSignal): Promise<void> {
    const text = mattermostText(digestMessage(digest));
    await this.webhook?.post(text, signal);
    await this.bot?.post(text, undefined, `performance-monitor:${digest.id}`, signal);
  }

  /**
   * Warns once if the bot cannot read the channel. Only a warning: there are channels that it may post to but not read.
   * Never rejects.
   */
  async check(signal: AbortSignal): Promise<void> {
    if (!this.bot) return;
    try {
      await this.probe(signal);
    } catch (error) {
      if (!signal.aborted) this.logger.warn(`Alerts may not reach Mattermost: ${errorText(error)}`);
    }
  }

  /** A bot reads its channel. The URL of a webhook is not requested: it is for posts only. */
  async probe(signal: AbortSignal): Promise<string> {
    const { bot, webhook } = this;
    if (!bot) return webhook === undefined ? '' : this.http.reach(webhook.url, signal);
    const { username } = await bot.me(signal);
    const archived = await bot.channel(signal).then(
      channel => channel.archived,
      (error: unknown) => {
        throw new Error(`@${username}: ${errorText(error)}`, { cause: error });
      },
    );
    if (archived) throw new Error('the channel is archived: restore it, or set mattermost.channelId to another');
    return `@${username} can read the channel`;
  }

  /** If the upload fails, the alert is posted without its report. */
  private async postWithReport(bot: MattermostBot, alert: Alert, signal: AbortSignal): Promise<void> {
    const { fileId, failure } = await this.upload(bot, alert, signal);
    const place = {
      attached: fileId !== undefined,
      files: this.files.of(alert),
      ...(failure !== undefined && { missing: 'see the log of the application' }),
    };
    const attached = await bot.post(
      mattermostText(mattermostAlert(alert, place)),
      fileId,
      `performance-monitor:${alert.id}`,
      signal,
    );
    // Logged after the post: if that fails, its error is the more important one.
    if (failure !== undefined) this.logger.failure('A report could not be attached to an alert in Mattermost', failure);
    if (attached === false)
      this.logger.warn('Mattermost posted an alert, but dropped the report that was attached to it');
  }

  private async upload(
    bot: MattermostBot,
    alert: Alert,
    signal: AbortSignal,
  ): Promise<{ fileId?: string; failure?: unknown }> {
    const half = halfTheTime(this.live.current.delivery.timeoutMs, signal, TOO_SLOW);
    try {
      return {
        fileId: await bot.upload(reportFileName(alert.report, 'html'), await alert.render('html'), half.signal),
      };
    } catch (error) {
      if (half.isOver()) return { failure: error };
      if (signal.aborted || postWouldFail(error)) {
        // There is no post yet, so the alert has certainly not arrived.
        const { permanent } = deliveryFaultOf(error);
        throw new DeliveryError(errorText(error), { ambiguous: false, permanent: permanent === true, cause: error });
      }
      return { failure: error };
    } finally {
      half.end();
    }
  }
}

/** False if the upload failed for a reason that concerns files alone: their size, the permission, the storage. */
function postWouldFail(error: unknown): boolean {
  const cause = error instanceof DeliveryError ? error.cause : undefined;
  if (!(cause instanceof AttemptError)) return false;
  const { status } = cause.fault;
  if (status === undefined) return cause.cause instanceof HttpError && !cause.cause.sent;
  return status < 500 && ![400, 403, 413].includes(status);
}
