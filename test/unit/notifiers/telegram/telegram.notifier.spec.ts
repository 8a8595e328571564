import { beforeEach, describe, expect, it } from '@jest/globals';
import type { TelegramOptions } from '../../../../lib/notifiers/telegram/telegram-options.interface.js';
import { TelegramNotifier } from '../../../../lib/notifiers/telegram/telegram.notifier.js';
import { FakeTelegram } from '../../../support/chats/fake-telegram.js';
import { QUIET_DIGEST, servicesForEachTest } from '../../../support/chats/for-each-test.js';
import { HOSTILE, UNITS, hostileAlert } from '../../../support/chats/hostile-alert.js';
import { faultOf, live } from '../../../support/notifiers.js';
import { alertOf } from '../../alerts/fixtures.js';

const FACTS = [
  'GET \u200b/orders',
  'Endpoint: GET /orders/:id ok',
  'Duration: 1.84 s; the threshold is 1.00 s, 1.8 times it (warning)',
  'Time: nothing was recorded',
  'Host: h, process 1',
];
const shownLines = (text = ''): string[] => text.replaceAll('\u200b', '').split('\n');

describe('TelegramNotifier', () => {
  const services = servicesForEachTest();
  let now: number;
  beforeEach(() => {
    now = Date.now();
  });

  const telegram = () => services.start(new FakeTelegram(() => now));

  function made(service: FakeTelegram, part: TelegramOptions = {}) {
    const options = { telegram: { botToken: service.token, chatId: service.chatId, serverUrl: service.url, ...part } };
    return services.make(
      options,
      (settings, http, files, { logger }) => new TelegramNotifier(settings, http, files, logger),
    );
  }

  it('sends the report as a document, with the verdict and the facts as its caption', async () => {
    const service = await telegram();
    await made(service).notifier.notify(alertOf(), live());
    expect(service.messages).toHaveLength(1);
    const [message] = service.messages;
    expect(shownLines(message?.text)).toEqual([
      'GET /orders/:id 1.84 s: 78 % waiting for PostgreSQL.',
      ...FACTS.slice(1),
      'Report: attached: save it and open it in a browser',
    ]);
    expect(message?.entities.filter(({ type }) => type === 'code').map(({ text }) => text)).toEqual([
      'GET /orders/:id',
      'h',
    ]);
    expect(message?.document?.name).toMatch(/_GET-orders-id_1840ms_.*\.html$/);
    expect(message?.document?.type).toContain('text/html');
    expect(message?.document?.bytes.toString()).toBe('drawn as html');
  });

  it('sends a digest as a message', async () => {
    const service = await telegram();
    await made(service).notifier.digest(QUIET_DIGEST, live());
    expect(service.messages[0]?.document).toBeUndefined();
    expect(service.messages[0]?.text).toContain('Nothing was slow since 2026-11-23 08:00 UTC');
  });

  it('sends to a topic', async () => {
    const service = await telegram();
    const { notifier } = made(service, { threadId: service.threadId });
    await notifier.notify(alertOf(), live());
    await notifier.digest(QUIET_DIGEST, live());
    expect(service.messages.map(({ threadId }) => threadId)).toEqual([42, 42]);
    const found = await faultOf(made(service, { threadId: 7 }).notifier.notify(alertOf(), live()));
    expect(found?.message).toMatch(/400: no such topic: check telegram\.threadId/);
  });

  it.each([
    ['the chat refuses documents', (service: FakeTelegram) => void (service.documents = false), {}],
    ['the report cannot be rendered', () => undefined, { render: () => Promise.reject(new Error('no renderer')) }],
    ['the report is too large', () => undefined, { render: async () => new Uint8Array(50_000_001) }],
  ])('sends the alert without its report when %s, and logs it once', async (_, prepare, part) => {
    const service = await telegram();
    prepare(service);
    const { notifier, log, files } = made(service);
    const alert = alertOf(part);
    files.add(alert, '/var/reports/one.html');
    await notifier.notify(alert, live());
    expect(service.messages).toHaveLength(1);
    expect(service.messages[0]?.document).toBeUndefined();
    expect(service.messages[0]?.text).toContain(
      'not attached: see the log of the application; on the host, /var/reports/one',
    );
    expect(log.failures).toEqual([expect.stringContaining('could not be attached to an alert in Telegram: ')]);
  });

  it.each([
    ['a foreign chat', { chatId: '@nobody_there' }, /400: no such chat: check telegram\.chatId.*chat not found/],
    [
      'a wrong token',
      { botToken: '7123456789:AAother1secret2_abcdefghijklmnopqrst' },
      /401: the token is wrong or revoked/,
    ],
  ])('gives the remedy for %s, without the token', async (_, part, remedy) => {
    const service = await telegram();
    const found = await faultOf(made(service, part).notifier.notify(alertOf(), live()));
    expect(found?.message).toMatch(remedy);
    expect(found).toMatchObject({ permanent: true, ambiguous: false });
    expect(found?.message).not.toMatch(/AA(other|secret)/);
    expect([service.requests.length, service.messages.length]).toEqual([1, 0]);
  });

  it('gives the remedy for a bot that was removed, and for a group that became a supergroup', async () => {
    const service = await telegram();
    service.member = false;
    const { notifier } = made(service);
    expect((await faultOf(notifier.notify(alertOf(), live())))?.message).toMatch(/403: .*add it to the chat/);
    service.member = true;
    service.movedTo = -1_009_999;
    expect((await faultOf(notifier.notify(alertOf(), live())))?.message).toMatch(/set telegram\.chatId to -1009999/);
  });

  it('waits as long as the Bot API demands in its answer', async () => {
    const service = await telegram();
    const { notifier } = made(service);
    for (let sent = 0; sent < 20; sent += 1) await notifier.notify(alertOf(), live());
    const found = await faultOf(notifier.notify(alertOf(), live()));
    expect(found?.message).toMatch(/429: its rate limit was reached.*wait 3[56] s, longer than delivery\.timeout/);
    expect(found).toMatchObject({ permanent: false, ambiguous: false });
    expect(service.requests).toHaveLength(21);
    service.refusals.push({ status: 429, json: { ok: false, error_code: 429, parameters: { retry_after: 0 } } });
    now += 60_001;
    await notifier.notify(alertOf(), live());
    expect([service.requests.length, service.messages.length]).toEqual([23, 21]);
  });

  it('does not send a message after a document that may have arrived', async () => {
    const service = await telegram();
    service.faults.plant('/', { kind: 'reset-after' });
    expect(await faultOf(made(service).notifier.notify(alertOf(), live()))).toMatchObject({ ambiguous: true });
    expect([service.requests.length, service.messages.length]).toEqual([1, 1]);
  });

  it('checks the token and the chat at the start', async () => {
    const service = await telegram();
    const good = made(service);
    await good.notifier.check(live());
    expect(good.log.lines).toEqual([]);
    const bad = made(service, { chatId: 1 });
    await bad.notifier.check(live());
    expect(bad.log.lines).toEqual([expect.stringMatching(/^Alerts may not reach Telegram: .*check telegram\.chatId/)]);
    service.faults.plant('/', { kind: 'slow-headers', ms: 600_000 });
    const controller = new AbortController();
    const check = bad.notifier.check(controller.signal);
    controller.abort(new Error('shutdown'));
    await check;
    expect(bad.log.lines).toHaveLength(1);
  });

  describe('text of users', () => {
    it.each(HOSTILE)('is displayed without effect: %j', async text => {
      const service = await telegram();
      await made(service).notifier.notify(hostileAlert(text), live());
      const entities = service.messages[0]?.entities ?? [];
      expect(entities.filter(({ type }) => type !== 'bold' && type !== 'code')).toEqual([]);
      expect(entities.length).toBeGreaterThan(3);
      expect(service.messages[0]?.text).not.toMatch(/[\r\u202e\u0000]/);
    });

    it.each(UNITS)('stays within the limits of a caption and a message, with all vital rows: %j', async unit => {
      const service = await telegram();
      const alert = hostileAlert(unit.repeat(50_000));
      await made(service).notifier.notify(alert, live());
      service.documents = false;
      await made(service).notifier.notify(alert, live());
      expect(service.messages.map(({ document }) => document === undefined)).toEqual([false, true]);
      for (const vital of ['Duration', 'Report']) {
        for (const { text } of service.messages) expect(text).toContain(`\n${vital}: `);
      }
    });
  });
});
