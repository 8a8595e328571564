import { createHmac } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AlertFiles } from '../../../../lib/delivery/alert-files.js';
import type { Digest } from '../../../../lib/model/digest.interface.js';
import { HttpClient } from '../../../../lib/notifiers/http-client/http-client.js';
import { WebhookNotifier } from '../../../../lib/notifiers/webhook/webhook.notifier.js';
import { LiveOptions } from '../../../../lib/options/live-options.js';
import type { WebhookOptions } from '../../../../lib/notifiers/webhook/webhook-options.interface.js';
import { TIMING, faultOf, live, resolved } from '../../../support/notifiers.js';
import { Receiver, reset, status } from '../../../support/receiver.js';
import { alertOf, reportOf } from '../../alerts/fixtures.js';

const DIGEST: Digest = {
  id: 'd1',
  since: '2026-11-23T08:00:00.000Z',
  until: '2026-11-24T08:00:00.000Z',
  host: 'web-1',
  pid: 7,
  slow: 12,
  suppressed: 10,
  endpoints: [{ kind: 'http', name: 'GET /orders/:id', slow: 12, suppressed: 10, p95Ms: 2100, worstMs: 4200 }],
  more: 0,
};

describe('WebhookNotifier', () => {
  let receiver: Receiver;
  let closers: (() => Promise<void>)[];

  beforeEach(async () => {
    receiver = await Receiver.start();
    closers = [() => receiver.close()];
  });
  afterEach(async () => {
    for (const close of closers.reverse()) await close();
  });

  function webhook(part: WebhookOptions = {}, files?: AlertFiles): WebhookNotifier {
    // Without local-file, the notifier would wait for its files in vain.
    const localFile = files !== undefined && { outputDir: tmpdir() };
    const options = resolved({ localFile, webhook: { url: `${receiver.url}/hook/s3cr3t?k=1`, ...part } });
    const http = new HttpClient(options, TIMING);
    closers.push(() => http.close());
    return new WebhookNotifier(new LiveOptions(options), http, files ?? new AlertFiles());
  }

  const body = (index = 0): Record<string, unknown> =>
    JSON.parse(receiver.received[index]?.body ?? '{}') as Record<string, unknown>;

  it('posts an alert without its tree and timeline', async () => {
    await webhook().notify(alertOf(), live());
    const [seen] = receiver.received;
    expect([seen?.method, seen?.path, seen?.headers['content-type'], seen?.headers['idempotency-key']]).toEqual([
      'POST',
      '/hook/s3cr3t?k=1',
      'application/json',
      'a1',
    ]);
    const { tree: _tree, timeline: _timeline, ...report } = reportOf();
    expect(body()).toEqual({
      type: 'alert',
      schemaVersion: 1,
      id: 'a1',
      fingerprint: 'f'.repeat(32),
      severity: 'warning',
      test: false,
      repeats: { count: 0, worstMs: 0, since: '2026-11-23T09:00:00.000Z' },
      victims: [],
      report,
    });
  });

  it.each([
    [':token@', ':token'],
    ['user@', 'user:'],
    ['u:100%@', 'u:100%'],
    ['u%FF:a%20%b%C3%A9@', 'u%FF:a %bé'],
  ])('sends the credentials of %s', async (user, credentials) => {
    await webhook({ url: receiver.url.replace('//', `//${user}`) }).notify(alertOf(), live());
    expect(receiver.received[0]?.headers['authorization']).toBe(`Basic ${Buffer.from(credentials).toString('base64')}`);
  });

  it('signs the body and the time, anew for each attempt', async () => {
    receiver.answers.push(status(503));
    await webhook({ secret: 'key' }).notify(alertOf(), live());
    expect(receiver.received).toHaveLength(2);
    for (const { headers, body: text } of receiver.received) {
      const [, seconds, digest] =
        /^t=(\d+),v1=([0-9a-f]{64})$/.exec(headers['x-performance-monitor-signature'] ?? '') ?? [];
      expect(Math.abs(Number(seconds) - Date.now() / 1000)).toBeLessThan(60);
      expect(digest).toBe(createHmac('sha256', 'key').update(`${seconds}.${text}`).digest('hex'));
    }
  });

  it('signs nothing without a secret', async () => {
    await webhook().notify(alertOf(), live());
    expect(receiver.received[0]?.headers).not.toHaveProperty('x-performance-monitor-signature');
  });

  it('sends the given headers, and the credentials of the address', async () => {
    const url = receiver.url.replace('//', '//user:p%40ss@');
    await webhook({ url, headers: { 'X-Tenant': 'a', 'User-Agent': 'mine', 'Content-Type': 'text/plain' } }).notify(
      alertOf(),
      live(),
    );
    expect(receiver.received[0]?.headers).toMatchObject({
      'x-tenant': 'a',
      'user-agent': 'mine',
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from('user:p@ss').toString('base64')}`,
    });
  });

  it.each([
    [400, 'check webhook.format'],
    [401, 'check webhook.headers'],
    [403, 'check webhook.secret'],
    [404, 'the webhook is unknown or was deleted'],
    [410, 'the webhook is unknown or was deleted'],
    [413, 'too large'],
    [302, 'it redirects to'],
  ])('does not repeat a request after %i, and gives the remedy without the address', async (code, text) => {
    receiver.answers.push(status(code, { location: '/elsewhere' }));
    const found = await faultOf(webhook().notify(alertOf(), live()));
    expect(found?.message).toContain(text);
    expect(found?.message).not.toContain('s3cr3t');
    expect(found).toMatchObject({ permanent: true, ambiguous: false });
    expect(receiver.received).toHaveLength(1);
  });

  const answer = (code: number, type: string, text: string) => (response: ServerResponse) =>
    void response.writeHead(code, { 'content-type': type }).end(text);

  it('gives the remedy for a forum', async () => {
    const text = '{"message":"Webhooks posted to forum channels must have a thread_name or thread_id","code":220001}';
    receiver.answers.push(answer(400, 'application/json', text));
    const found = await faultOf(webhook({ format: 'discord' }).notify(alertOf(), live()));
    expect(found?.message).toContain(
      "add ?thread_id=<the thread's id> to webhook.url (its answer: Webhooks posted to forum",
    );
    expect(found?.message).not.toContain('check webhook.format');
    expect(found).toMatchObject({ permanent: true, ambiguous: false });
  });

  it.each([
    ['text/plain', 'invalid_blocks\n', '(its answer: invalid_blocks)'],
    ['application/json', '{"error":"no_text"}', '(its answer: no_text)'],
    [
      'application/json; charset=utf-8',
      '{"message":"Cannot POST /hook/s3cr3t?k=1"}',
      '(its answer: Cannot POST [REDACTED])',
    ],
    ['text/plain', `no hook s3cr3t\u001b[31m\n${'x'.repeat(9_000)}`, '(its answer: no hook [REDACTED] [31m x'],
    ['text/plain', 'password=hunter2hunter2', 'check webhook.format (its answer: password=[REDACTED])'],
    ['text/html', '<h1>s3cr3t</h1>', 'check webhook.format'],
    ['application/json', '{"message":{"a":"b"}}', 'check webhook.format'],
    ['application/json', '{"mess', 'check webhook.format'],
  ])("quotes the service's answer on one line, masked: %s %j", async (type, text, shown) => {
    receiver.answers.push(answer(400, type, text));
    const message = (await faultOf(webhook().notify(alertOf(), live())))?.message ?? '';
    expect(message).toContain(shown);
    expect(message).not.toMatch(/s3cr3t|hunter2|\n/);
    expect(message.length).toBeLessThan(500);
  });

  it.each([408, 429, 500, 502, 503, 504])('repeats a request after %i', async code => {
    receiver.answers.push(status(code, { 'retry-after': '0' }));
    await webhook().notify(alertOf(), live());
    expect(receiver.received).toHaveLength(2);
  });

  it('repeats a request maxRetries times', async () => {
    receiver.answers.push(...Array.from({ length: 9 }, () => status(503)));
    const found = await faultOf(webhook({ maxRetries: 2 }).notify(alertOf(), live()));
    expect(found?.message).toMatch(/answered 503: .*\(after 3 attempts\)/);
    expect(receiver.received).toHaveLength(3);
    expect((await faultOf(webhook({ maxRetries: 0 }).notify(alertOf(), live())))?.message).not.toContain('attempts');
    expect(receiver.received).toHaveLength(4);
  });

  it('repeats JSON after a broken connection, with the same id, but no post in a chat, which would show it twice', async () => {
    receiver.answers.push(reset);
    await webhook().notify(alertOf(), live());
    expect(receiver.received.map(({ headers }) => headers['idempotency-key'])).toEqual(['a1', 'a1']);
    receiver.answers.push(reset, reset);
    for (const format of ['slack', 'discord'] as const) {
      expect(await faultOf(webhook({ format }).notify(alertOf(), live()))).toMatchObject({ ambiguous: true });
    }
    expect(receiver.received).toHaveLength(4);
  });

  it('posts a digest', async () => {
    await webhook().digest(DIGEST, live());
    expect(body()).toEqual({ type: 'digest', schemaVersion: 1, ...DIGEST });
    await webhook({ format: 'slack' }).digest(DIGEST, live());
    expect(receiver.received[1]?.body).toContain('`GET /orders/:id`:* 12 times slow, 10 of them without an alert');
  });

  describe('to chats', () => {
    const HOSTILE = '@everyone <!channel> <@U1> <https://evil.example|x> [x](https://evil.example) `a` | * _ ~ \n# h';

    function hostile(text: string) {
      const report = {
        ...reportOf({ name: text, handler: text, traceId: text, requestId: text }),
        verdict: { kind: 'io' as const, headline: text, subject: text, ms: 1, share: 0.5, location: text },
        runtime: { node: '', nest: '', pid: 1, host: text, platform: '' },
        accounting: {
          ...reportOf().accounting,
          waiting: (['database', 'http', 'dns', 'fs', 'pool'] as const).map(on => ({
            on,
            label: text,
            ms: 300,
            count: 1,
          })),
        },
      };
      return alertOf({ report, victims: Array.from({ length: 9 }, () => ({ name: text, durationMs: 5 })) });
    }

    const SENTENCE = 'GET /orders/:id 1.84 s: 78 % waiting for PostgreSQL.';

    it('sends a verdict, a color and facts to Slack', async () => {
      await webhook({ format: 'slack' }).notify(alertOf(), live());
      expect(body()).toMatchObject({
        text: SENTENCE,
        blocks: [{ type: 'section', text: { type: 'plain_text', text: SENTENCE } }],
        attachments: [
          {
            color: '#e8a33d',
            fallback: SENTENCE,
            blocks: [
              {
                type: 'section',
                text: { type: 'mrkdwn', text: expect.stringContaining('*Endpoint:* `GET /orders/:id`') },
              },
            ],
          },
        ],
      });
    });

    it('sends a verdict, a color and facts to Discord', async () => {
      await webhook({ format: 'discord' }).notify(alertOf(), live());
      expect(body()).toMatchObject({
        content: `**${SENTENCE}**`,
        embeds: [
          { color: 0xe8a33d, fields: expect.arrayContaining([{ name: 'Endpoint', value: '`GET /orders/:id` ok' }]) },
        ],
        allowed_mentions: { parse: [] },
      });
    });

    it.each(['slack', 'discord'] as const)('%s: text of users mentions and links nothing', async format => {
      await webhook({ format }).notify(hostile(HOSTILE), live());
      const text = receiver.received[0]?.body ?? '';
      expect(text).not.toMatch(/@everyone|<!channel>|<@U1>|<https?:|https?:\/\//);
      if (format === 'discord') expect(text).not.toContain('](');
    });

    it.each(['x', '😀', '@', '<', '`', '\\', '*'])(
      'stays within the limits of both with a long text: %j',
      async unit => {
        await webhook({ format: 'slack' }).notify(hostile(unit.repeat(50_000)), live());
        const [attachment] = body().attachments as { blocks: { text: { text: string } }[] }[];
        const [first] = body().blocks as { text: { text: string } }[];
        expect(first?.text.text.length).toBeLessThanOrEqual(3_000);
        expect(attachment?.blocks.length).toBeLessThanOrEqual(50);
        for (const block of attachment?.blocks ?? []) expect(block.text.text.length).toBeLessThanOrEqual(3_000);
        await webhook({ format: 'discord' }).notify(hostile(unit.repeat(50_000)), live());
        const { content, embeds } = body(1) as {
          content: string;
          embeds: { fields: { name: string; value: string }[] }[];
        };
        expect(content.length).toBeLessThanOrEqual(2_000);
        const fields = embeds[0]?.fields ?? [];
        for (const { name, value } of fields) {
          expect(name.length).toBeLessThanOrEqual(256);
          expect(value.length).toBeLessThanOrEqual(1_024);
        }
        expect(fields.reduce((sum, { name, value }) => sum + name.length + value.length, 0)).toBeLessThanOrEqual(6_000);
        for (const vital of ['Endpoint', 'Duration', 'Report']) expect(fields.map(({ name }) => name)).toContain(vital);
      },
    );

    it.each(['slack', 'discord'] as const)('%s: cuts no path, no id, and no time', async format => {
      const path = `/srv/${'a-long-directory/'.repeat(20)}2026-11-28T21-13-53.772Z_http_GET-orders_54ms_abc.html`;
      const name = `GET /api/${'a-long-segment/'.repeat(30)}:id`;
      const alert = alertOf({ report: reportOf({ name, traceId: 'a'.repeat(64) }) });
      const files = new AlertFiles();
      files.add(alert, path);
      files.end(alert, 'local-file');
      await webhook({ format }, files).notify(alert, live());
      const text = receiver.received[0]?.body ?? '';
      expect(text).toContain(`\`${path}\``);
      expect(text).toContain(`\`${'a'.repeat(64)}\``);
      expect(text).toContain(`\`${name}\``);
      const { content, text: slackText } = body() as { content?: string; text?: string };
      expect((content ?? slackText)?.slice(0, 250)).toMatch(/GET \/api\/a-long.*… 1\.84 s: 78 % waiting for/);
    });
  });
});
