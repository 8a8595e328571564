import type { AddressInfo } from 'node:net';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { All, Body, Controller, Get, Injectable, Param, type INestApplication } from '@nestjs/common';
import { createCache } from 'cache-manager';
import { Keyv } from 'keyv';
import { SMTPServer } from 'smtp-server';
import {
  AlertNotifier,
  PerformanceMonitorService,
  Profile,
  type Alert,
  type Digest,
  type Notifier,
} from '../../lib/index.js';
import { DigestJob } from '../../lib/jobs/digest.job.js';
import { FakeMattermost } from '../support/mattermost/fake-mattermost.js';
import { Receiver } from '../support/receiver.js';
import { PLATFORMS, TestApp, delay, type Platform } from './support/test-app.js';
import { UploadController } from './support/upload.controller.js';

/** A secret for each place, so that a leak says where it came from. No rule knows them by their form. */
const planted = new Map<string, string>();
function canary(place: string): string {
  const secret = planted.get(place) ?? `zq${planted.size + 10}canary${planted.size + 10}k`;
  planted.set(place, secret);
  return secret;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const jwt = `${base64('{"alg":"HS256"}')}.${base64('{"sub":"x"}')}.${base64('signature!')}`.replaceAll('=', '');
const CARD = '4539578763621486';

@Injectable()
class AccountsService {
  @Profile()
  async find(secret: string, options: object): Promise<string> {
    await delay(5);
    return secret + JSON.stringify(options);
  }
}

@Controller()
class LeakyController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly monitor: PerformanceMonitorService,
  ) {}

  @All('slow')
  async slow(@Body() _body: unknown): Promise<string> {
    await this.accounts.find(canary('function argument'), { password: canary('function argument, nested') });
    await this.monitor.profile(
      `SELECT * FROM users WHERE mail = '${canary('SQL literal')}' AND pin=${canary('SQL parameter')}`,
      () => delay(20),
    );
    await this.monitor.profile(`load token=${canary('span name')}`, () => delay(20));
    await this.monitor.profile(`call ${canary('bot token')} again`, () => delay(20));
    return canary('response body');
  }

  @Get('reset/:resetToken/form')
  async reset(@Param('resetToken') _token: string): Promise<string> {
    await delay(40);
    return 'done';
  }
}

async function fail(): Promise<never> {
  await delay(40);
  throw new Error(`login failed: password=${canary('error message')} for ${canary('bot token')}`);
}

@Controller()
class ExpressRest {
  @Get('*rest')
  anything(): Promise<never> {
    return fail();
  }
}

@Controller()
class FastifyRest {
  @Get('*')
  anything(): Promise<never> {
    return fail();
  }
}

/** Keeps everything that a notifier is given, and tells secrets in its error. */
@Injectable()
@AlertNotifier()
class CapturingNotifier implements Notifier {
  readonly name = 'capturing';
  readonly seen: string[] = [];

  async notify(alert: Alert): Promise<void> {
    this.seen.push(JSON.stringify(alert));
    for (const format of ['json', 'markdown', 'html'] as const) {
      this.seen.push(textOf(Buffer.from(await alert.render(format))));
    }
    throw this.failure();
  }

  async digest(digest: Digest): Promise<void> {
    this.seen.push(JSON.stringify(digest));
    throw this.failure();
  }

  private failure(): Error {
    return new Error(
      `POST https://bot:${canary('URL in an error')}@x.io/hooks/${canary('webhook in an error')}: ` +
        `token ${canary('bot token')}, apiKey: '${canary('key in an error')}', {"secret":"${canary('JSON in an error')}"}`,
    );
  }
}

/** A page with its report unpacked. */
function textOf(bytes: Buffer): string {
  const page = bytes.toString('utf8');
  const packed = /<script[^>]*application\/octet-stream[^>]*>\s*([A-Za-z0-9+/=]+)\s*</.exec(page)?.[1];
  return packed === undefined ? page : page + gunzipSync(Buffer.from(packed, 'base64')).toString('utf8');
}

/** A mailbox that needs a password; mails as people read them, attachments unpacked. */
class Mailbox {
  readonly mails: string[] = [];
  readonly passwords: unknown[] = [];
  private readonly server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    closeTimeout: 50,
    onAuth: ({ password }, _, done) => {
      this.passwords.push(password);
      done(null, { user: 'bob' });
    },
    onData: (stream, _, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        this.mails.push(readable(Buffer.concat(parts).toString('latin1')));
        done();
      });
    },
  });

  async start(): Promise<number> {
    await new Promise<void>(resolve => this.server.listen(0, '127.0.0.1', () => resolve()));
    return (this.server.server.address() as AddressInfo).port;
  }

  close(): Promise<void> {
    return new Promise(resolve => this.server.close(() => resolve()));
  }
}

function readable(mail: string): string {
  const plain = mail
    .replace(/=\r?\n/g, '')
    .replace(/=([\dA-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  const attached = [...mail.matchAll(/(?:^[A-Za-z0-9+/]{60,}={0,2}\r?\n)+(?:^[A-Za-z0-9+/]+={0,2}\r?\n)?/gm)];
  return plain + attached.map(([text]) => textOf(Buffer.from(text, 'base64'))).join('');
}

async function send(app: TestApp, platform: Platform): Promise<void> {
  const nested = encodeURIComponent(
    `https://u:${canary('URL in a parameter')}@x.io/?token=${canary('nested parameter')}`,
  );
  const headers = {
    authorization: `Bearer ${canary('authorization')}`,
    cookie: `sid=${canary('cookie')}; theme=dark`,
    'proxy-authorization': `Basic ${base64(`u:${canary('proxy-authorization')}`)}`,
    'x-api-key': canary('x-api-key'),
    'x-csrf-token': canary('x-csrf-token'),
    'x-internal': canary('header that is not listed'),
    referer: `https://u:${canary('referer user')}@x.io/a?access_token=${canary('referer query')}#id_token=${canary('referer fragment')}`,
    'user-agent': `probe Bearer ${canary('bearer in a header')} token=${canary('parameter in a header')} ${canary('bot token')}`,
    'x-trace-id': jwt,
    'x-request-id': `r-1 password=${canary('request id')}`,
  };
  const query =
    `token=${canary('query')}&user[password]=${canary('nested query')}&next=${nested}&page=2&card=${CARD}&pan=${CARD}` +
    `&filter=${encodeURIComponent(JSON.stringify({ apiKey: canary('JSON in the query') }))}&jwt2=${jwt}&q=${canary('webhook id')}`;
  const json = {
    note: 'public',
    password: canary('body'),
    deep: { list: [{ clientSecret: canary('nested body') }], tokens: [canary('list in the body')] },
    callback: `https://u:${canary('URL in the body')}@x.io/?key=${canary('parameter in the body')}`,
    log: `Authorization: Bearer ${canary('header in the body')}\nnext`,
    text: `<password>${canary('XML in the body')}</password>`,
    pem: `-----BEGIN PRIVATE KEY-----\n${canary('PEM in the body')}\n-----END PRIVATE KEY-----`,
    pan: CARD,
    mail: canary('mail password'),
  };
  await fetch(`${app.url}/slow?${query}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(json),
  });
  await fetch(`${app.url}/reset/${canary('path parameter')}/form`, { headers });
  await fetch(`${app.url}/session/${canary('path without a route')}/x/hooks/${canary('long token in a path')}abcdef`, {
    headers,
  });
  if (platform === 'fastify') return;
  const form = new FormData();
  form.set('note', canary('multipart field'));
  form.set('doc', new Blob([canary('multipart file')]), `token=${canary('multipart file name')}.txt`);
  await fetch(`${app.url}/upload`, { method: 'POST', headers, body: form });
}

describe.each(PLATFORMS)('secrets on %s', platform => {
  let app: TestApp;
  let chat: FakeMattermost;
  let receiver: Receiver;
  const mailbox = new Mailbox();
  const store = new Map<string, unknown>();
  const outputs: Record<string, string[]> = {};

  beforeAll(async () => {
    chat = await FakeMattermost.start();
    planted.set('bot token', chat.token);
    receiver = await Receiver.start();
    const mailPort = await mailbox.start();
    app = await TestApp.start(
      {
        controllers:
          platform === 'express' ? [LeakyController, UploadController, ExpressRest] : [LeakyController, FastifyRest],
        providers: [AccountsService, CapturingNotifier],
      },
      {
        threshold: 30,
        localFile: { formats: ['html', 'json', 'markdown'] },
        mattermost: { serverUrl: chat.url, token: chat.token, channelId: chat.channel.id },
        webhook: {
          url: `${receiver.url}/hooks/${canary('webhook id')}`,
          secret: canary('webhook secret'),
          headers: { authorization: `Bearer ${canary('webhook header')}` },
        },
        email: {
          transport: { host: '127.0.0.1', port: mailPort, auth: { user: 'bob', pass: canary('mail password') } },
          from: 'monitor@example.com',
          to: ['team@example.com'],
          attach: true,
        },
        cache: createCache({ stores: [new Keyv({ store })] }),
        capture: {
          body: true,
          headers: ['authorization', 'cookie', 'x-api-key', 'referer', 'user-agent', 'x-trace-id', 'content-type'],
        },
      },
      platform,
    );
    await send(app, platform);
    await app.monitor.flush('60s');
    outputs['test of the notifiers'] = [JSON.stringify(await app.monitor.testNotifiers())];
    outputs['effective options'] = [JSON.stringify(app.monitor.getEffectiveOptions())];
    outputs['statistics'] = [JSON.stringify(app.monitor.getStats())];
    await app.app.get(DigestJob).run(new AbortController().signal);
    const names = await readdir(app.directory);
    outputs['file names'] = names;
    outputs['files'] = await Promise.all(
      names.map(async name => textOf(await readFile(join(app.directory, name)).catch(() => Buffer.of()))),
    );
    outputs['log lines'] = app.logger.ours();
    outputs['what a notifier is given'] = (app.app as INestApplication).get(CapturingNotifier).seen;
    outputs['requests to the chat'] = chat.requests.map(({ path, body }) => path + textOf(body));
    outputs['requests to the webhook'] = receiver.received.map(
      ({ headers, body }) => JSON.stringify({ ...headers, authorization: '' }) + body,
    );
    outputs['mails'] = mailbox.mails;
    outputs['the store'] = [...store].flat().map(String);
  });

  afterAll(async () => {
    await app.close();
    await chat.close();
    await receiver.close();
    await mailbox.close();
  });

  it('were planted in at least 30 places, and the outputs are there to look at', () => {
    expect(planted.size).toBeGreaterThanOrEqual(30);
    expect(outputs['files']?.length).toBeGreaterThanOrEqual(9);
    for (const output of ['files', 'what a notifier is given', 'requests to the chat', 'mails']) {
      for (const sign of ['"schemaVersion": 1', '[REDACTED]', '"page": "2"']) {
        expect(`${output}: ${outputs[output]?.join()}`).toContain(sign);
      }
    }
    expect(mailbox.passwords).toContain(canary('mail password'));
    expect(outputs['what a notifier is given']?.join()).toContain('"worstMs"');
    expect(outputs['log lines']?.join()).toContain('could not deliver');
    expect(outputs['requests to the webhook']?.length).toBeGreaterThanOrEqual(3);
    expect(outputs['the store']?.length).toBeGreaterThanOrEqual(3);
  });

  it.each([
    'files',
    'file names',
    'log lines',
    'what a notifier is given',
    'requests to the chat',
    'requests to the webhook',
    'mails',
    'statistics',
    'effective options',
    'test of the notifiers',
    'the store',
  ])('are in no byte of %s', output => {
    const text = (outputs[output] ?? []).join('\n');
    const leaks = [...planted, ['card', CARD], ['JSON web token', jwt]].flatMap(([place = '', secret = '']) => {
      const forms = [secret, encodeURIComponent(secret), base64(secret)];
      const at = forms.map(form => text.indexOf(form)).find(index => index >= 0);
      return at === undefined ? [] : [`${place}: …${text.slice(Math.max(0, at - 60), at + 40)}…`];
    });
    expect(leaks).toEqual([]);
  });
});
