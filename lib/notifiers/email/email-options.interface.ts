/** The member that this notifier adds to the options of the module. */
export interface EmailOption {
  /**
   * Sends alerts by e-mail, with the package `nodemailer`, which the application installs.
   *
   * @default false
   */
  email?: false | EmailOptions;
}

/**
 * E-mail, with the package `nodemailer`, which the application installs. Without it, no mail is sent, and a warning at the
 * start gives the reason. `transport`, `from` and `to` are required. A mail that the server has certainly not accepted is
 * sent again, up to three times.
 *
 * @example
 * email: { transport: process.env['SMTP_URL'], from: 'monitor@example.com', to: ['team@example.com'] }
 *
 * @publicApi
 */
export interface EmailOptions {
  /**
   * The argument of nodemailer's `createTransport()`, or a transport: a URL such as
   * `'smtps://user:password@mail.example.com'`, an object of options, or a finished transport. Secret.
   */
  transport?: string | object;

  /** The sender: `'Monitor <monitor@example.com>'`. */
  from?: string;

  /** The recipients: one address, or several. */
  to?: string | readonly string[];

  /**
   * Attaches the report as an HTML page. `false` names the report's file instead, if one was written.
   *
   * @default true
   */
  attach?: boolean;
}
