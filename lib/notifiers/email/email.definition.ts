import type { NotifierDefinition } from '../notifier-definition.js';
import { EmailNotifier } from './email.notifier.js';
import { emailOptions } from './email.options.js';
import { LOAD_MAILER, loadMailer } from './nodemailer.js';

export type { EmailOption } from './email-options.interface.js';

/** Sends alerts by e-mail. @internal */
export const email: NotifierDefinition = {
  options: emailOptions,
  provider: EmailNotifier,
  dependencies: [{ provide: LOAD_MAILER, useValue: loadMailer }],
};
