import { beforeEach, describe, expect, it } from '@jest/globals';
import { DingTalkNotifier } from '../../../../lib/notifiers/dingtalk/dingtalk.notifier.js';
import type { DingTalkOptions } from '../../../../lib/notifiers/dingtalk/dingtalk-options.interface.js';
import { signedUrl } from '../../../../lib/notifiers/dingtalk/dingtalk-signature.js';
import { FakeDingTalk } from '../../../support/chats/fake-dingtalk.js';
import { QUIET_DIGEST, servicesForEachTest } from '../../../support/chats/for-each-test.js';
import { HOSTILE, UNITS, hostileAlert } from '../../../support/chats/hostile-alert.js';
import { faultOf, live } from '../../../support/notifiers.js';
import { alertOf } from '../../alerts/fixtures.js';

const SECRET = 'SEC0secret1word2';

describe('DingTalkNotifier', () => {
  const services = servicesForEachTest();
  let now: number;
  beforeEach(() => {
    now = Date.now();
  });

  const robot = (security: FakeDingTalk['security'] = {}) => services.start(new FakeDingTalk(security, () => now));

  function notifier({ webhookUrl }: FakeDingTalk, part: DingTalkOptions = {}): DingTalkNotifier {
    const options = { dingtalk: { webhookUrl, ...part } };
    return services.make(options, (settings, http, files) => new DingTalkNotifier(settings, http, files)).notifier;
  }

  it('posts the verdict and the facts', async () => {
    const service = await robot();
    await notifier(service).notify(alertOf(), live());
    const sentence = 'GET /orders/:id 1.84 s: 78 % waiting for PostgreSQL.';
    expect(service.messages).toEqual([{ title: sentence, text: expect.any(String), mentions: [] }]);
    expect(service.messages[0]?.text.split('\n')).toEqual([
      `### ${sentence}`,
      '',
      '- **Endpoint:** GET /orders/:id ok',
      '- **Duration:** 1.84 s; the threshold is 1.00 s, 1.8 times it (warning)',
      '- **Time:** nothing was recorded',
      '- **Host:** h, process 1',
      '- **Report:** none was written: set localFile, or a notifier that attaches it',
    ]);
  });

  it('signs as the documentation computes it', () => {
    const url = signedUrl('https://oapi.dingtalk.com/robot/send?access_token=a', 'this is secret', 1_700_000_000_000);
    expect(url.search).toBe(
      '?access_token=a&timestamp=1700000000000&sign=' +
        // printf '1700000000000\nthis is secret' | openssl dgst -sha256 -hmac 'this is secret' -binary | base64
        encodeURIComponent('sSFWELbV2YwjdDQhWZwTcWlX5BWUx5J6TPpsZmuPii0='),
    );
  });

  it('signs each attempt anew, and posts without a signature when there is no secret', async () => {
    const service = await robot({ secret: SECRET });
    service.faults.plant('/', { kind: 'proxy-error', status: 503 });
    await notifier(service, { secret: SECRET }).notify(alertOf(), live());
    expect(service.messages).toHaveLength(1);
    const signs = service.requests.map(({ query }) => query.get('sign'));
    expect(signs).toHaveLength(2);
    await faultOf(notifier(service).notify(alertOf(), live()));
    expect(service.requests[2]?.query.has('sign')).toBe(false);
  });

  it.each([
    [
      'another secret',
      { secret: SECRET },
      { secret: 'SEC1other2secret' },
      /set dingtalk\.secret .*\(its answer: sign not match/,
    ],
    ['no secret', { secret: SECRET }, {}, /set dingtalk\.secret .*\(its answer: invalid timestamp/],
    ['a foreign keyword', { keywords: ['监控'] }, {}, /add the keyword Host/],
    ['a foreign address', { addresses: ['10.0.0.1'] }, {}, /this host's address is not in/],
  ])('gives the remedy for %s, and does not repeat the post', async (_, security, part, remedy) => {
    const service = await robot(security);
    const found = await faultOf(notifier(service, part).notify(alertOf(), live()));
    expect(found?.message).toMatch(remedy);
    expect(found).toMatchObject({ permanent: true, ambiguous: false });
    expect(service.requests).toHaveLength(1);
  });

  it.each(['notify', 'test', 'digest'])('has the keyword of its advice in every message: %s', async kind => {
    const service = await robot({ keywords: ['Host'] });
    if (kind === 'digest') await notifier(service).digest(QUIET_DIGEST, live());
    else await notifier(service).notify(alertOf({ test: kind === 'test' }), live());
    expect(service.messages).toHaveLength(1);
  });

  it.each([
    ['机器人已停用', { errcode: 400_102, errmsg: '机器人已停用' }, /was stopped or was removed/, true],
    ['关键词不匹配', { errcode: 310_000, errmsg: '关键词不匹配' }, /add the keyword Host/, true],
    ['an unknown code', { errcode: 999, errmsg: 'odd' }, /code 999: look up the code .*\(its answer: odd\)/, false],
    ['a refused content', { errcode: 430_102, errmsg: 'x' }, /its content check refused/, false],
  ])('reports %s', async (_, json, remedy, permanent) => {
    const service = await robot();
    service.refusals.push({ json });
    const found = await faultOf(notifier(service).notify(alertOf(), live()));
    expect(found?.message).toMatch(remedy);
    expect(found).toMatchObject({ permanent, ambiguous: false });
    expect(service.requests).toHaveLength(1);
  });

  it('repeats a post while the service is overloaded', async () => {
    const service = await robot();
    service.refusals.push({ json: { errcode: -1, errmsg: '系统繁忙' } });
    await notifier(service).notify(alertOf(), live());
    expect([service.requests.length, service.messages.length]).toEqual([2, 1]);
  });

  it('does not repeat a post over the limit of 20 a minute, because the robot is silenced for ten minutes', async () => {
    const service = await robot();
    const sender = notifier(service);
    for (let sent = 0; sent < 20; sent += 1) await sender.notify(alertOf(), live());
    const found = await faultOf(sender.notify(alertOf(), live()));
    expect(found?.message).toMatch(/code 130101: it accepts 20 messages a minute.*wait 60[01] s, longer than/);
    expect(found).toMatchObject({ permanent: false, ambiguous: false });
    expect(service.requests).toHaveLength(21);
    now += 600_001;
    await sender.notify(alertOf(), live());
    expect(service.messages).toHaveLength(21);
  });

  describe('text of users', () => {
    it.each(HOSTILE)('is displayed without effect: %j', async text => {
      const service = await robot();
      await notifier(service).notify(hostileAlert(text), live());
      const [message] = service.messages;
      expect(message?.mentions).toEqual([]);
      const shown = message?.text ?? '';
      expect(shown).not.toMatch(/@(?!\u200b)|&(?!\u200b)|\\(?!\u200b)|[<>`]|[\u202e\u0000\r]/);
      expect(shown).not.toMatch(/\](?!\u200b)|:\/\/|www\./);
      expect(shown.replaceAll(/^- \*\*[\w ]+:\*\* /gm, '')).not.toMatch(/\*|~~|(?<![\p{L}\p{N}\u200b])_/u);
      expect(message?.title).not.toContain('\n');
      const lines = shown.split('\n');
      expect(lines.filter(line => line.startsWith('#'))).toHaveLength(1);
      for (const line of lines.slice(2)) expect(line).toMatch(/^- \*\*[\w ]+:\*\* /);
    });

    it.each(UNITS)('stays within the limit of 20 000 bytes, with all vital rows: %j', async unit => {
      const service = await robot();
      await notifier(service).notify(hostileAlert(unit.repeat(50_000)), live());
      expect(service.requests[0]?.body.length).toBeLessThan(20_000);
      for (const vital of ['Endpoint', 'Duration', 'Report']) {
        expect(service.messages[0]?.text).toContain(`- **${vital}:** `);
      }
    });
  });
});
