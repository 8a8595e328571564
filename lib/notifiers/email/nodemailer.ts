import { DeliveryError } from '../../model/delivery.error.js';

/** The part of nodemailer that is used here. @internal */
export interface Mailer {
  createTransport(transport: object): MailTransport;
}

/** @internal */
export interface MailTransport {
  /** What it resolves to is told by no type: a transport may be anybody's. */
  sendMail(mail: object): Promise<{ readonly rejected?: readonly unknown[] } | null | undefined>;
  close?(): void;
}

/** Injection token of a function that loads nodemailer. @internal */
export const LOAD_MAILER = Symbol('PERFORMANCE_MONITOR:LOAD_MAILER');

/**
 * Loads nodemailer, which applications install that send e-mail, and others need not.
 *
 * @throws DeliveryError that says what to do
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
