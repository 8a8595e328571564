import { Injectable } from '@nestjs/common';
import { AlertFiles } from '../../delivery/alert-files.js';
import { MonitorLogger } from '../../logging/monitor.logger.js';
import type { Alert } from '../../model/alert.interface.js';
import type { Digest } from '../../model/digest.interface.js';
import { LiveOptions } from '../../options/live-options.js';
import { errorText } from '../../privacy/error-text.js';
import { HttpClient } from '../http-client/http-client.js';
import { digestMessage } from '../message/digest-message.js';
import { reportFileName } from '../message/report-file-name.js';
import type { BuiltInNotifier } from '../notifier-definition.js';
import { telegramAlert } from './telegram-alert.js';
import { DocumentRefused } from './telegram-answer.js';
import { TelegramBot } from './telegram-bot.js';
import { telegramOptions } from './telegram.options.js';
import { MAX_CAPTION, MAX_MESSAGE, telegramText } from './telegram-text.js';

const MISSING = 'see the log of the application';
/** The Bot API's own limit for a document. */
const MAX_DOCUMENT_BYTES = 50_000_000;

/**
 * Sends alerts to a Telegram chat: one document each, with the alert as its caption. So an alert arrives as a whole or not at
 * all.
 *
 * @internal
 */
@Injectable()
export class TelegramNotifier implements BuiltInNotifier {
  readonly name = 'telegram';
  private readonly bot: TelegramBot | undefined;

  constructor(
    live: LiveOptions,
    private readonly http: HttpClient,
    private readonly files: AlertFiles,
    private readonly logger: MonitorLogger,
  ) {
    const telegram = telegramOptions.of(live.current);
    if (telegram !== false) this.bot = new TelegramBot(http, telegram, () => live.current.delivery.timeoutMs);
  }

  prepare(): Promise<void> {
    return this.http.prepare();
  }

  async notify(alert: Alert, signal: AbortSignal): Promise<void> {
    const { bot } = this;
    if (!bot) return;
    const failure = await this.sendDocument(bot, alert, signal);
    if (failure === undefined) return;
    const place = { files: this.files.of(alert), missing: MISSING };
    await bot.message(telegramText(telegramAlert(alert, place), MAX_MESSAGE), signal);
    // Logged after the message: if that fails, its error is the more important one.
    this.logger.failure('A report could not be attached to an alert in Telegram', failure);
  }

  async digest(digest: Digest, signal: AbortSignal): Promise<void> {
    await this.bot?.message(telegramText(digestMessage(digest), MAX_MESSAGE), signal);
  }

  /** Warns at the start if the token is wrong, or the bot is not in the chat. Never rejects. */
  async check(signal: AbortSignal): Promise<void> {
    try {
      await this.bot?.chat(signal);
    } catch (error) {
      if (!signal.aborted) this.logger.warn(`Alerts may not reach Telegram: ${errorText(error)}`);
    }
  }

  /** @returns the reason why the report cannot be sent; the chat may still accept a message */
  private async sendDocument(bot: TelegramBot, alert: Alert, signal: AbortSignal): Promise<unknown> {
    const rendered = await alert.render('html').catch((error: unknown) => ({ error }));
    if ('error' in rendered) return rendered.error;
    if (rendered.byteLength > MAX_DOCUMENT_BYTES) return new Error('the report is larger than 50 MB');
    const caption = telegramText(telegramAlert(alert, { attached: true }), MAX_CAPTION);
    try {
      await bot.document(caption, reportFileName(alert.report, 'html'), rendered, signal);
      return undefined;
    } catch (error) {
      if (error instanceof Error && error.cause instanceof DocumentRefused) return error;
      throw error;
    }
  }
}
