import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers and body. Quoted-printable is decoded. */
  readonly text: string;
}

/** An SMTP server on loopback that keeps the mails that it accepts. */
export class MailServer {
  readonly mails: Mail[] = [];
  /** The connections so far. */
  readonly sockets: Socket[] = [];
  private readonly server: SMTPServer;

  private constructor(options: SMTPServerOptions) {
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      closeTimeout: 50,
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const { mailFrom, rcptTo } = session.envelope;
          this.mails.push({
            from: mailFrom === false ? '' : mailFrom.address,
            to: rcptTo.map(({ address }) => address),
            text: decoded(Buffer.concat(chunks).toString()),
          });
          done();
        });
      },
      ...options,
    });
    this.server.on('error', () => undefined);
    this.server.server.on('connection', (socket: Socket) => this.sockets.push(socket));
  }

  static async start(options: SMTPServerOptions = {}): Promise<MailServer> {
    const made = new MailServer(options);
    await new Promise<void>(resolve => made.server.listen(0, '127.0.0.1', () => resolve()));
    return made;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    return new Promise(resolve => this.server.close(() => resolve()));
  }
}

function decoded(mail: string): string {
  return mail
    .replace(/=\r?\n/g, '')
    .replace(/((?:=[0-9A-F]{2})+)/g, run => Buffer.from(run.replaceAll('=', ''), 'hex').toString());
}
