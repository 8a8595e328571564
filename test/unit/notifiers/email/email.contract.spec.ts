import { AlertFiles } from '../../../../lib/delivery/alert-files.js';
import { email } from '../../../../lib/notifiers/email/email.definition.js';
import { EmailNotifier } from '../../../../lib/notifiers/email/email.notifier.js';
import { loadMailer } from '../../../../lib/notifiers/email/nodemailer.js';
import { notifierContract } from '../../../contracts/notifier.js';
import { EventOnce } from '../../../contracts/support/event-once.js';
import { TIMING } from '../../../support/notifiers.js';
import { MailServer } from '../../../support/mail-server.js';

const PASSWORD = 'mail-password1';

notifierContract({
  title: 'email',
  definition: email,
  remedy: /refused the user or the password: check email\.transport/,
  ambiguous: false,
  async start(state) {
    const reached = new EventOnce();
    const server = await MailServer.start({
      onAuth: (_, __, done) => {
        if (state === 'refusing') done(new Error(`the password ${PASSWORD} is wrong`));
        else done(null, { user: 'user' });
      },
      ...(state === 'silent' && { onMailFrom: () => reached.happen() }),
    });
    return {
      options: {
        email: {
          transport: server.url.replace('//', `//user:${PASSWORD}@`),
          from: 'a@example.com',
          to: 'b@example.com',
        },
      },
      arrivals: async () => server.mails.map(({ text }) => text),
      reached: () => reached.happened,
      close: () => server.close(),
    };
  },
  create: (live, log) => ({
    notifier: new EmailNotifier(live, loadMailer, TIMING, new AlertFiles(), log.logger),
  }),
});
