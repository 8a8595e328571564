import { DeliveryError } from '../../model/delivery.error.js';

/** The members of nodemailer in use. @internal */
export interface Mailer {
  createTransport(transport: object): MailTransport;
}

/** @internal */
export interface MailTransport {
  /** The result may be anything: the application may have written the transport. */
  sendMail(mail: object): Promise<{ readonly rejected?: readonly unknown[] } | null | undefined>;
  /** Signs in to the server. Transports that need no server have none. */
  verify?(): Promise<unknown>;
  close?(): void;
}

/** Injection token of a function that loads nodemailer. @internal */
export const LOAD_MAILER = Symbol('PERFORMANCE_MONITOR:LOAD_MAILER');

/**
 * Loads nodemailer. Only applications that send e-mail install it.
 *
 * @throws DeliveryError with the remedy
 * @internal
 */
export async function loadMailer(): Promise<Mailer> {
  try {
    const loaded = (await import('nodemailer')) as unknown as { default?: Mailer } & Mailer;
    return loaded.default ?? loaded;
  } catch (cause) {
    const text = 'the option email needs the package nodemailer, which cannot be loaded: run "npm install nodemailer"';
    throw new DeliveryError(text, { permanent: true, ambiguous: false, cause });
  }
}
