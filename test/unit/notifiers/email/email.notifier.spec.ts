import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SMTPServerOptions } from 'smtp-server';
import { AlertFiles } from '../../../../lib/delivery/alert-files.js';
import { DeliveryError } from '../../../../lib/model/delivery.error.js';
import type { EmailOptions } from '../../../../lib/notifiers/email/email-options.interface.js';
import { EmailNotifier } from '../../../../lib/notifiers/email/email.notifier.js';
import { loadMailer, type Mailer } from '../../../../lib/notifiers/email/nodemailer.js';
import { LiveOptions } from '../../../../lib/options/live-options.js';
import { MailServer } from '../../../support/mail-server.js';
import { TIMING, faultOf, live, resolved } from '../../../support/notifiers.js';
import { LogKeeper, alertOf, reportOf } from '../../alerts/fixtures.js';

describe('EmailNotifier', () => {
  let log: LogKeeper;
  let smtp: MailServer;
  let closers: (() => Promise<unknown>)[];

  beforeEach(() => {
    log = new LogKeeper();
    closers = [];
  });
  afterEach(async () => {
    for (const close of closers.reverse()) await close();
  });

  /** Starts `smtp`, and returns its URL. */
  async function server(options: SMTPServerOptions = {}): Promise<string> {
    smtp = await MailServer.start(options);
    closers.push(() => smtp.close());
    return smtp.url;
  }

  function email(
    transport: string | object,
    part: EmailOptions = {},
    load: () => Promise<Mailer> = loadMailer,
  ): EmailNotifier {
    const options = resolved({
      email: { transport, from: 'Monitor <monitor@example.com>', to: ['a@example.com', 'b@example.com'], ...part },
    });
    const notifier = new EmailNotifier(new LiveOptions(options), load, TIMING, new AlertFiles(), log.logger);
    closers.push(() => notifier.close());
    return notifier;
  }

  const refusal = (responseCode: number) =>
    Object.assign(new Error('the server says bob@example.com'), { responseCode });

  it('sends the verdict and the facts, with the report attached', async () => {
    await email(await server()).notify(alertOf(), live());
    expect(smtp.mails).toHaveLength(1);
    const [{ from, to, text } = { from: '', to: [], text: '' }] = smtp.mails;
    expect([from, ...to]).toEqual(['monitor@example.com', 'a@example.com', 'b@example.com']);
    expect(text).toContain('Subject: GET /orders/:id 1.84 s: 78 % waiting');
    expect(text).toContain('Message-ID: <a1@nestjs-performance-monitor>');
    expect(text).toContain('<strong>GET /orders/:id 1.84 s: 78 % waiting for PostgreSQL.</strong>');
    expect(text).toContain('Endpoint: GET /orders/:id ok');
    expect(text).toMatch(/filename\*0.*http_GET-orders-id_1840ms/);
    expect(text).toContain(Buffer.from('drawn as html').toString('base64').replace(/=+$/, ''));
  });

  it('keeps characters outside ASCII', async () => {
    const name = 'GET /größe/日本語/😀';
    await email(await server()).notify(alertOf({ report: reportOf({ name }) }), live());
    expect(smtp.mails[0]?.text).toContain(`Endpoint: ${name} ok`);
  });

  it('attaches nothing with attach: false', async () => {
    await email(await server(), { attach: false }).notify(alertOf(), live());
    expect(smtp.mails[0]?.text).not.toContain('filename=');
  });

  it('sends a digest', async () => {
    const digest = {
      id: 'd',
      since: '2026-11-23T08:00:00.000Z',
      until: '',
      host: 'h',
      pid: 1,
      slow: 3,
      suppressed: 2,
      more: 0,
    };
    const endpoints = [{ kind: 'http' as const, name: 'GET /a', slow: 3, suppressed: 2, p95Ms: 2_000, worstMs: 3_000 }];
    await email(await server()).digest({ ...digest, endpoints }, live());
    expect(smtp.mails[0]?.text).toContain('Subject: Digest: 3 times slow at 1 endpoint since 2026-11-23 08:00 UTC');
    expect(smtp.mails[0]?.text).toContain('GET /a: 3 times slow, 2 of them without an alert; p95 2.00 s, worst 3.00 s');
  });

  it('does not turn text of users into markup or a header', async () => {
    const name = '<script>alert(1)</script>"\r\nBcc: evil@example.com';
    await email(await server()).notify(alertOf({ report: reportOf({ name, handler: name }) }), live());
    const [{ to, text } = { to: [], text: '' }] = smtp.mails;
    expect(to).toEqual(['a@example.com', 'b@example.com']);
    expect(text).not.toMatch(/^Bcc:/m);
    expect(text.slice(text.indexOf('<body'), text.indexOf('</body'))).not.toContain('<script');
  });

  it.each<[string, SMTPServerOptions, RegExp]>([
    ['the sender', { onMailFrom: (_, __, done) => done(refusal(550)) }, /check email\.from and email\.to \(550\)/],
    [
      'the size',
      { onData: (stream, _, done) => void stream.resume().on('end', () => done(refusal(552))) },
      /set email\.attach to false \(552\)/,
    ],
  ])(
    'gives up when the server refuses %s, with the remedy and without names of the server',
    async (_, options, text) => {
      const found = await faultOf(email(await server(options)).notify(alertOf(), live()));
      expect(found?.message).toMatch(text);
      expect(found?.message).not.toContain('bob@');
      expect(found).toMatchObject({ permanent: true, ambiguous: false });
      expect(smtp.sockets).toHaveLength(1);
    },
  );

  it('repeats a mail when the server is busy', async () => {
    let busy = 2;
    const url = await server({ onMailFrom: (_, __, done) => (busy-- > 0 ? done(refusal(451)) : done()) });
    await email(url).notify(alertOf(), live());
    expect([smtp.mails.length, smtp.sockets.length]).toEqual([1, 3]);
  });

  it('does not repeat a mail that the server may have accepted', async () => {
    const cut = (): void => smtp.sockets.forEach(socket => socket.resetAndDestroy());
    const url = await server({ onData: stream => void stream.resume().on('end', cut) });
    const found = await faultOf(email(url).notify(alertOf(), live()));
    expect(found).toMatchObject({ ambiguous: true });
    expect(smtp.sockets.length).toBe(1);
  });

  it('reports a refused connection after its retries', async () => {
    const found = await faultOf(email('smtp://127.0.0.1:1').notify(alertOf(), live()));
    expect(found?.message).toMatch(
      /cannot be reached, or closed the connection \(\w+\): check email\.transport \(after 4 attempts\)/,
    );
    expect(found).toMatchObject({ ambiguous: false, permanent: false });
  });

  it.each<['onConnect' | 'onMailFrom' | 'onRcptTo']>([['onConnect'], ['onMailFrom'], ['onRcptTo']])(
    'does not send a mail that was aborted at %s, even with a nodemailer that ignores the signal',
    async step => {
      const controller = new AbortController();
      let over = (): void => undefined;
      const closed = new Promise<void>(resolve => (over = resolve));
      const url = await server({
        [step]: (...given: unknown[]) => {
          controller.abort(new Error('over'));
          const done = given.at(-1);
          // The server answers after the notifier has given up.
          if (typeof done === 'function') setImmediate(() => done());
        },
        onClose: () => over(),
      });
      const old = async (): Promise<Mailer> => {
        const mailer = await loadMailer();
        return {
          createTransport: options => {
            const transport = mailer.createTransport(options);
            return { sendMail: mail => transport.sendMail({ ...mail, signal: undefined }) };
          },
        };
      };
      const found = await faultOf(email(url, {}, old).notify(alertOf(), controller.signal));
      expect(found).toMatchObject({ ambiguous: false });
      await closed;
      expect(smtp.mails).toEqual([]);
    },
  );

  it.each([undefined, null, {}, { rejected: undefined }])('accepts the result %p of a given transport', async sent => {
    let calls = 0;
    const transport = {
      sendMail: async () => {
        calls += 1;
        return sent;
      },
    };
    expect(await faultOf(email(transport).notify(alertOf(), live()))).toBeUndefined();
    expect(calls).toBe(1);
    expect(log.lines).toEqual([]);
  });

  it('uses a finished transport, and leaves it open', async () => {
    const sent: object[] = [];
    let closed = false;
    const transport = {
      sendMail: async (mail: object) => (sent.push(mail), { rejected: ['b@example.com'] }),
      close: () => (closed = true),
    };
    const notifier = email(transport);
    await notifier.notify(alertOf(), live());
    await notifier.close();
    expect(closed).toBe(false);
    expect(sent).toHaveLength(1);
    expect(log.lines).toEqual(['The mail server refused 1 of the recipients in email.to']);
  });

  it('reports at the start, and for each alert, that nodemailer is missing', async () => {
    const missing = () =>
      Promise.reject(
        new DeliveryError('the option email needs the package nodemailer: run "npm install nodemailer"', {
          permanent: true,
        }),
      );
    const notifier = email('smtp://127.0.0.1:1', {}, missing);
    await notifier.check();
    expect(log.lines).toEqual([expect.stringContaining('run "npm install nodemailer"')]);
    const found = await faultOf(notifier.notify(alertOf(), live()));
    expect(found).toMatchObject({ permanent: true, message: expect.stringContaining('npm install nodemailer') });
  });
});
