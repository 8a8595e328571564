import { beforeEach, describe, expect, it } from '@jest/globals';
import { FeishuNotifier } from '../../../../lib/notifiers/feishu/feishu.notifier.js';
import type { FeishuOptions } from '../../../../lib/notifiers/feishu/feishu-options.interface.js';
import { feishuSignature } from '../../../../lib/notifiers/feishu/feishu-signature.js';
import { FakeFeishu } from '../../../support/chats/fake-feishu.js';
import { QUIET_DIGEST, servicesForEachTest } from '../../../support/chats/for-each-test.js';
import { HOSTILE, UNITS, hostileAlert } from '../../../support/chats/hostile-alert.js';
import { faultOf, live } from '../../../support/notifiers.js';
import { alertOf } from '../../alerts/fixtures.js';

const SECRET = 'feishu0secret1word2';

describe('FeishuNotifier', () => {
  const services = servicesForEachTest();
  let now: number;
  beforeEach(() => {
    now = Date.now();
  });

  const bot = (security: FakeFeishu['security'] = {}) => services.start(new FakeFeishu(security, () => now));

  function notifier({ webhookUrl }: { webhookUrl: string }, part: FeishuOptions = {}): FeishuNotifier {
    const options = { feishu: { webhookUrl, ...part } };
    return services.make(options, (settings, http, files) => new FeishuNotifier(settings, http, files)).notifier;
  }

  it('posts a card in the color of the severity', async () => {
    const service = await bot();
    await notifier(service).notify(alertOf({ severity: 'critical' }), live());
    expect(service.cards[0]?.header.template).toBe('red');
    expect(service.shown[0]?.split('\n')).toEqual([
      'GET /orders/:id 1.84 s: 78 % waiting for PostgreSQL.',
      'Endpoint: GET /orders/:id ok',
      'Duration: 1.84 s; the threshold is 1.00 s, 1.8 times it (critical)',
      'Time: nothing was recorded',
      'Host: h, process 1',
      'Report: none was written: set localFile, or a notifier that attaches it',
    ]);
    await notifier(service).notify(alertOf(), live());
    await notifier(service).notify(alertOf({ test: true }), live());
    await notifier(service).digest(QUIET_DIGEST, live());
    expect(service.cards.map(({ header }) => header.template)).toEqual(['red', 'orange', 'blue', 'green']);
  });

  it('signs nothing with the time and the secret as key', () => {
    expect(feishuSignature('this is secret', 1_700_000_000_999)).toEqual({
      timestamp: '1700000000',
      // printf '' | openssl dgst -sha256 -hmac $'1700000000\nthis is secret' -binary | base64
      sign: 'OfGzRzoUICBOoc8wVra1e4A1hPfbZ9zqXozA8CWVUuY=',
    });
    expect(feishuSignature(undefined)).toEqual({});
  });

  it('signs each attempt, and posts without a signature when there is no secret', async () => {
    const service = await bot({ secret: SECRET });
    service.faults.plant('/', { kind: 'proxy-error', status: 503 });
    await notifier(service, { secret: SECRET }).notify(alertOf(), live());
    expect([service.requests.length, service.cards.length]).toEqual([2, 1]);
    await faultOf(notifier(service).notify(alertOf(), live()));
    expect(service.requests[2]?.body.toString()).not.toContain('"sign"');
  });

  it.each([
    [
      'another secret',
      { secret: SECRET },
      { secret: 'other1secret' },
      /19021: .*set feishu\.secret .*\(its answer: sign match/,
    ],
    ['no secret', { secret: SECRET }, {}, /19021: .*set feishu\.secret/],
    ['a foreign keyword', { keywords: ['监控'] }, {}, /19024: .*add the keyword Host/],
    ['a foreign address', { addresses: ['10.0.0.1'] }, {}, /19022: this host's address is not in/],
  ])('gives the remedy for %s, and does not repeat the post', async (_, security, part, remedy) => {
    const service = await bot(security);
    const found = await faultOf(notifier(service, part).notify(alertOf(), live()));
    expect(found?.message).toMatch(remedy);
    expect(found).toMatchObject({ permanent: true, ambiguous: false });
    expect(service.requests).toHaveLength(1);
  });

  it.each(['notify', 'test', 'digest'])('has the keyword of its advice in every message: %s', async kind => {
    const service = await bot({ keywords: ['Host'] });
    if (kind === 'digest') await notifier(service).digest(QUIET_DIGEST, live());
    else await notifier(service).notify(alertOf({ test: kind === 'test' }), live());
    expect(service.cards).toHaveLength(1);
  });

  it('gives the remedy for a bot that was removed', async () => {
    const service = await bot();
    const gone = service.webhookUrl.replace(service.hook, '99999999-gone-4e5f-8a9b-0c1d2e3f4a5b');
    const found = await faultOf(notifier({ webhookUrl: gone }).notify(alertOf(), live()));
    expect(found?.message).toMatch(/code 19001: the bot is unknown or was removed/);
    expect(found?.message).not.toContain('99999999');
    expect(found).toMatchObject({ permanent: true });
  });

  it.each([
    ['11232', { json: { code: 11_232, msg: 'frequency limited' } }, 2],
    ['9499 for too many requests', { json: { code: 9_499, msg: 'too many request' } }, 2],
    ['429 of the gateway', { status: 429, json: { code: 99_991_400, msg: 'request trigger frequency limit' } }, 2],
    ['9499 for a malformed request', { status: 400, json: { code: 9_499, msg: 'Bad Request' } }, 1],
  ])('repeats a post after a rate limit alone: %s', async (_, refusal, requests) => {
    const service = await bot();
    service.refusals.push(refusal);
    const found = await faultOf(notifier(service).notify(alertOf(), live()));
    expect(service.requests).toHaveLength(requests);
    expect(service.cards).toHaveLength(requests - 1);
    expect(found === undefined).toBe(requests === 2);
  });

  it('accepts the answer of an older server', async () => {
    const service = await bot();
    service.refusals.push({ json: { StatusCode: 0, StatusMessage: 'success', Extra: null } });
    await notifier(service).notify(alertOf(), live());
    expect(service.requests).toHaveLength(1);
  });

  it('delivers again after the limit of five a second', async () => {
    const service = await bot();
    const sender = notifier(service, { maxRetries: 0 });
    for (let sent = 0; sent < 5; sent += 1) await sender.notify(alertOf(), live());
    const found = await faultOf(sender.notify(alertOf(), live()));
    expect(found).toMatchObject({ message: expect.stringContaining('code 11232'), permanent: false, ambiguous: false });
    now += 1_001;
    await sender.notify(alertOf(), live());
    expect(service.cards).toHaveLength(6);
  });

  describe('text of users', () => {
    it.each(HOSTILE)('stands in no place with markup: %j', async text => {
      const service = await bot();
      await notifier(service).notify(hostileAlert(text), live());
      const { header, elements = [] } = service.cards[0] ?? {};
      for (const each of [header?.title, ...elements.map(element => element.text)]) {
        expect(each?.tag).toBe('plain_text');
        expect(each?.content).not.toMatch(/[\r\n\u202e\u0000]/);
      }
    });

    it.each(UNITS)('stays within 20 kB, with all vital rows: %j', async unit => {
      const service = await bot({ secret: SECRET });
      await notifier(service, { secret: SECRET }).notify(hostileAlert(unit.repeat(50_000)), live());
      expect(service.requests[0]?.body.length).toBeLessThan(20_000);
      for (const vital of ['Endpoint', 'Duration', 'Report']) expect(service.shown[0]).toContain(`\n${vital}: `);
    });
  });
});
