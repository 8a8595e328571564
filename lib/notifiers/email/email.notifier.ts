import { Inject, Injectable } from '@nestjs/common';
import type { Alert } from '../../model/alert.interface.js';
import { LiveOptions } from '../../options/live-options.js';
import { MonitorLogger } from '../../logging/monitor.logger.js';
import { errorText } from '../../privacy/error-text.js';
import { AlertFiles, hasFiles } from '../../delivery/alert-files.js';
import type { Digest } from '../../model/digest.interface.js';
import { HTTP_TIMING, type HttpTiming } from '../http-client/http-timing.js';
import { withRetries } from '../http-client/retries.js';
import { digestMessage } from '../message/digest-message.js';
import type { Message } from '../message/message.interface.js';
import { REPORT_FORMATS } from '../../model/report-formats.js';
import type { BuiltInNotifier } from '../notifier-definition.js';
import { reportFileName } from '../message/report-file-name.js';
import { emailAlert } from './email-alert.js';
import { emailOptions, type ResolvedEmail } from './email.options.js';
import { mailContent } from './mail-content.js';
import { mailError } from './mail.error.js';
import { WatchedText } from './watched-text.js';
import { LOAD_MAILER, type Mailer, type MailTransport } from './nodemailer.js';

const MAX_RETRIES = 3;
const FILES_WITHIN_MS = 2_000;

interface File {
  readonly filename: string;
  readonly content: Uint8Array;
}

/**
 * Sends alerts by e-mail. Loads nodemailer only if e-mail is configured.
 *
 * @internal
 */
@Injectable()
export class EmailNotifier implements BuiltInNotifier {
  readonly name = 'email';
  private transport: Promise<MailTransport> | undefined;
  /** The application's own transport. It may use it elsewhere, so the monitor must not close it. */
  private given: MailTransport | undefined;

  constructor(
    private readonly live: LiveOptions,
    @Inject(LOAD_MAILER) private readonly load: () => Promise<Mailer>,
    @Inject(HTTP_TIMING) private readonly timing: HttpTiming,
    private readonly files: AlertFiles,
    private readonly logger: MonitorLogger,
  ) {}

  async notify(alert: Alert, signal: AbortSignal): Promise<void> {
    const { current } = this.live;
    const email = emailOptions.of(current);
    if (email === false) return;
    const file = email.attach ? await this.draw(alert) : undefined;
    const files = file === undefined && hasFiles(current) ? await this.files.within(alert, FILES_WITHIN_MS) : [];
    const message = emailAlert(alert, { attached: file !== undefined, files });
    await this.send(email, message, alert.id, signal, file);
  }

  async digest(digest: Digest, signal: AbortSignal): Promise<void> {
    const email = emailOptions.of(this.live.current);
    if (email !== false) await this.send(email, digestMessage(digest), digest.id, signal);
  }

  /** Warns at the start if no mail can be sent. Never rejects. */
  async check(): Promise<void> {
    const email = emailOptions.of(this.live.current);
    if (email === false) return;
    await this.open(email).catch((error: unknown) => {
      this.logger.warn(`Alerts will not be sent by e-mail: ${errorText(error)}`);
    });
  }

  /** Signs in to the mail server, and sends no mail. */
  async probe(signal: AbortSignal): Promise<string> {
    const email = emailOptions.of(this.live.current);
    if (email === false) return '';
    const transport = await this.open(email);
    if (typeof transport.verify !== 'function') return 'nodemailer is loaded; its transport has no check';
    try {
      await Promise.race([transport.verify(), whenAborted(signal)]);
    } catch (error) {
      throw mailError(error, false);
    }
    return 'the mail server accepts the sign-in';
  }

  /** Never rejects. */
  async close(): Promise<void> {
    const transport = await this.transport?.catch(() => undefined);
    if (transport !== this.given) transport?.close?.();
  }

  private async draw(alert: Alert): Promise<File | undefined> {
    try {
      return { filename: reportFileName(alert.report, 'html'), content: await alert.render('html') };
    } catch (error) {
      this.logger.failure('A report could not be attached to a mail', error);
      return undefined;
    }
  }

  private async send(
    email: ResolvedEmail,
    message: Message,
    id: string,
    signal: AbortSignal,
    file?: File,
  ): Promise<void> {
    const transport = await this.open(email);
    const content = mailContent(message);
    const attempt = async (): Promise<void> => {
      const text = new WatchedText(content.text, signal);
      const mail = {
        ...content,
        from: email.from,
        to: [...email.to],
        text,
        // nodemailer cannot detect the encoding of a stream. It would lose characters outside ASCII.
        textEncoding: 'quoted-printable',
        // The same for a repeated mail: mailboxes recognize it.
        messageId: `<${id}@nestjs-performance-monitor>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
        attachments: file
          ? [
              {
                filename: file.filename,
                content: Buffer.from(file.content),
                contentType: REPORT_FORMATS.html.mediaType,
              },
            ]
          : [],
        disableFileAccess: true,
        disableUrlAccess: true,
        signal,
      };
      try {
        const sent = await Promise.race([transport.sendMail(mail), whenAborted(signal)]);
        const rejected = sent?.rejected?.length ?? 0;
        if (rejected > 0) this.logger.warn(`The mail server refused ${rejected} of the recipients in email.to`);
      } catch (error) {
        throw mailError(error, text.begun);
      }
    };
    // A repeated mail may arrive twice. It is repeated only if the server has certainly not accepted it.
    const policy = {
      maxRetries: MAX_RETRIES,
      repeatableMs: 0,
      budgetMs: this.live.current.delivery.timeoutMs,
      timing: this.timing,
    };
    await withRetries(attempt, policy, signal);
  }

  private open(email: ResolvedEmail): Promise<MailTransport> {
    this.transport ??= this.create(email).catch((error: unknown) => {
      this.transport = undefined;
      throw error;
    });
    return this.transport;
  }

  /** The options of the user take precedence. nodemailer's own time limits are minutes. */
  private async create({ transport }: ResolvedEmail): Promise<MailTransport> {
    if (isTransport(transport)) return (this.given = transport);
    const mailer = await this.load();
    const { connectMs, headersMs } = this.timing;
    const times = { connectionTimeout: connectMs, greetingTimeout: connectMs, socketTimeout: headersMs };
    if (typeof transport === 'string') return mailer.createTransport({ ...times, url: transport });
    return mailer.createTransport('send' in transport ? transport : { ...times, ...transport });
  }
}

function isTransport(transport: string | object): transport is MailTransport {
  return typeof transport === 'object' && 'sendMail' in transport && typeof transport.sendMail === 'function';
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
