import { Injectable } from '@nestjs/common';
import { AlertFiles } from '../../delivery/alert-files.js';
import { MonitorLogger } from '../../logging/monitor.logger.js';
import type { Alert } from '../../model/alert.interface.js';
import { DeliveryError } from '../../model/delivery.error.js';
import { LiveOptions } from '../../options/live-options.js';
import { errorText } from '../../privacy/error-text.js';
import type { ChatWebhook } from '../chat-webhook/chat-webhook.interface.js';
import { ChatWebhookNotifier } from '../chat-webhook/chat-webhook.notifier.js';
import { codedAnswer } from '../chat-webhook/coded-answer.js';
import { halfTheTime } from '../http-client/half-the-time.js';
import { HttpClient } from '../http-client/http-client.js';
import { reportFileName } from '../message/report-file-name.js';
import { weComAlert } from './wecom-alert.js';
import { WECOM } from './wecom-answer.js';
import { weComBody } from './wecom.body.js';
import { uploadMedia } from './wecom-media.js';
import { weComOptions, type ResolvedWeCom } from './wecom.options.js';

const CHAT: ChatWebhook<ResolvedWeCom> = {
  name: 'wecom',
  options: weComOptions,
  alert: weComAlert,
  post: (message, { webhookUrl }) => ({ url: new URL(webhookUrl), body: weComBody(message) }),
  check: (answer, url) => codedAnswer(answer, url, WECOM),
};

const FAILED = 'A report could not be attached to an alert in WeCom';
const TOO_SLOW = 'the report was not uploaded within half of delivery.timeout: raise delivery.timeout';

/**
 * Posts alerts to a WeCom group through its robot: a message, and the report as a file after it.
 *
 * @internal
 */
@Injectable()
export class WeComNotifier extends ChatWebhookNotifier<ResolvedWeCom> {
  constructor(
    live: LiveOptions,
    http: HttpClient,
    files: AlertFiles,
    private readonly logger: MonitorLogger,
  ) {
    super(CHAT, live, http, files);
  }

  override async notify(alert: Alert, signal: AbortSignal): Promise<void> {
    const options = weComOptions.of(this.live.current);
    if (options === false || !options.attach) return super.notify(alert, signal);
    const { mediaId, failure } = await this.upload(alert, options, signal);
    const place =
      mediaId === undefined
        ? { files: this.files.of(alert), missing: 'see the log of the application' }
        : { attached: true };
    await this.postMessage(weComAlert(alert, place), options, signal);
    // From here on the alert has arrived, so that nothing may fail.
    if (mediaId === undefined) this.logger.failure(FAILED, failure);
    else await this.postFile(mediaId, options, signal);
  }

  private async postFile(mediaId: string, options: ResolvedWeCom, signal: AbortSignal): Promise<void> {
    const body = { msgtype: 'file', file: { media_id: mediaId } };
    try {
      await this.post(() => ({ url: new URL(options.webhookUrl), body }), options, signal);
    } catch (error) {
      this.logger.failure(FAILED, error);
    }
  }

  private async upload(
    alert: Alert,
    options: ResolvedWeCom,
    signal: AbortSignal,
  ): Promise<{ mediaId?: string; failure?: unknown }> {
    const { timeoutMs } = this.live.current.delivery;
    const half = halfTheTime(timeoutMs, signal, TOO_SLOW);
    try {
      const file = { name: reportFileName(alert.report, 'html'), bytes: await alert.render('html') };
      return { mediaId: await uploadMedia(this.http, options, file, timeoutMs, half.signal) };
    } catch (error) {
      // There is no message yet, so the alert has certainly not arrived.
      if (signal.aborted) throw new DeliveryError(errorText(error), { ambiguous: false, cause: error });
      return { failure: error };
    } finally {
      half.end();
    }
  }
}
