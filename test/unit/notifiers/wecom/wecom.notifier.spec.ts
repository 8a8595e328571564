import { beforeEach, describe, expect, it } from '@jest/globals';
import { WeComNotifier } from '../../../../lib/notifiers/wecom/wecom.notifier.js';
import { FakeWeCom } from '../../../support/chats/fake-wecom.js';
import { servicesForEachTest } from '../../../support/chats/for-each-test.js';
import { HOSTILE, UNITS, hostileAlert } from '../../../support/chats/hostile-alert.js';
import { faultOf, live } from '../../../support/notifiers.js';
import { alertOf } from '../../alerts/fixtures.js';

describe('WeComNotifier', () => {
  const services = servicesForEachTest();
  let now: number;
  beforeEach(() => {
    now = Date.now();
  });

  const robot = () => services.start(new FakeWeCom(() => now));

  function made({ webhookUrl }: { webhookUrl: string }, attach: boolean, delivery = {}) {
    return services.make(
      { wecom: { webhookUrl, attach }, delivery },
      (settings, http, files, { logger }) => new WeComNotifier(settings, http, files, logger),
    );
  }

  const notifier = (service: { webhookUrl: string }): WeComNotifier => made(service, false).notifier;

  it('posts the verdict and the facts', async () => {
    const service = await robot();
    await notifier(service).notify(alertOf(), live());
    expect(service.messages[0]?.mentions).toEqual([]);
    expect(service.messages[0]?.content.split('\n')).toEqual([
      '**GET /orders/:id 1.84 s: 78 % waiting for PostgreSQL.**',
      '> **Endpoint:** `GET /orders/:id` ok',
      '> **Duration:** 1.84 s; the threshold is 1.00 s, 1.8 times it (warning)',
      '> **Time:** nothing was recorded',
      '> **Host:** `h`, process 1',
      '> **Report:** none was written: set localFile, or a notifier that attaches it',
    ]);
  });

  it('gives the remedy for a robot that was removed, and does not repeat the post', async () => {
    const service = await robot();
    const gone = service.webhookUrl.replace(service.key, '11111111-2222-4333-8444-555555555555');
    const found = await faultOf(notifier({ webhookUrl: gone }).notify(alertOf(), live()));
    expect(found?.message).toMatch(/code 93000: the robot is unknown.*\(its answer: invalid webhook url/);
    expect(found?.message).not.toContain('11111111');
    expect(found).toMatchObject({ permanent: true, ambiguous: false });
    expect(service.requests).toHaveLength(1);
  });

  it.each([
    [-1, 2, undefined],
    [45_009, 1, /code 45009: it accepts 20 messages a minute.*wait 6[01] s, longer than delivery\.timeout/],
    [40_058, 1, /code 40058: look up the code in WeCom's documentation/],
  ])('treats the code %i by its meaning', async (errcode, requests, error) => {
    const service = await robot();
    service.refusals.push({ json: { errcode, errmsg: 'x' } });
    const found = await faultOf(notifier(service).notify(alertOf(), live()));
    expect(service.requests).toHaveLength(requests);
    if (error === undefined) expect(found).toBeUndefined();
    else {
      expect(found?.message).toMatch(error);
      expect(found).toMatchObject({ permanent: false, ambiguous: false });
    }
  });

  it('delivers again one minute after the limit of 20 was reached', async () => {
    const service = await robot();
    const sender = notifier(service);
    for (let sent = 0; sent < 20; sent += 1) await sender.notify(alertOf(), live());
    expect((await faultOf(sender.notify(alertOf(), live())))?.message).toContain('code 45009');
    now += 60_001;
    await sender.notify(alertOf(), live());
    expect(service.messages).toHaveLength(21);
  });

  describe('with the report', () => {
    const UPLOAD = '/cgi-bin/webhook/upload_media';

    it('shows the file after the message', async () => {
      const service = await robot();
      const { notifier: sender, log } = made(service, true);
      await sender.notify(alertOf(), live());
      const steps = service.requests.map(({ path }) => path.slice(path.lastIndexOf('/') + 1));
      expect(steps).toEqual(['upload_media', 'send', 'send']);
      expect(service.messages[0]?.content).toContain('> **Report:** attached: save it and open it in a browser');
      expect(service.shownFiles.map(({ name, bytes }) => [name, bytes.toString()])).toEqual([
        [expect.stringMatching(/_GET-orders-id_1840ms_.*\.html$/), 'drawn as html'],
      ]);
      expect(log.failures).toEqual([]);
    });

    it.each([
      ['the upload is refused', (service: FakeWeCom) => service.refusals.push({ json: { errcode: 40_006 } }), {}],
      ['the report is too large', () => undefined, { render: async () => new Uint8Array(20_000_001) }],
      ['the report cannot be rendered', () => undefined, { render: () => Promise.reject(new Error('no renderer')) }],
    ])('posts the alert without it when %s, and logs it once', async (_, prepare, part) => {
      const service = await robot();
      prepare(service);
      const { notifier: sender, log, files } = made(service, true);
      const alert = alertOf(part);
      files.add(alert, '/var/reports/one.html');
      await sender.notify(alert, live());
      expect(service.messages.map(({ content }) => content)).toEqual([
        expect.stringContaining('not attached: see the log of the application; on the host, `/var/reports/one.html`'),
      ]);
      expect(service.shownFiles).toEqual([]);
      expect(log.failures).toEqual([expect.stringContaining('could not be attached to an alert in WeCom: ')]);
    });

    it('has delivered the alert when the file is refused after it', async () => {
      const service = await robot();
      const { notifier: sender, log } = made(service, true);
      for (let sent = 0; sent < 9; sent += 1) await sender.notify(alertOf(), live());
      await notifier(service).notify(alertOf(), live());
      await sender.notify(alertOf(), live());
      expect([service.messages.length, service.shownFiles.length]).toEqual([11, 9]);
      expect(log.failures).toEqual([expect.stringContaining('code 45009')]);
    });

    it('posts the alert in the second half of the time when the upload hangs', async () => {
      const service = await robot();
      service.faults.plant(UPLOAD, { kind: 'slow-headers', ms: 600_000 });
      const { notifier: sender, log } = made(service, true, { timeout: '200ms' });
      await sender.notify(alertOf(), live());
      expect(service.messages).toHaveLength(1);
      expect(log.failures).toEqual([expect.stringContaining('not uploaded within half of delivery.timeout')]);
    });

    it('delivers nothing when it is aborted during the upload', async () => {
      const service = await robot();
      service.faults.plant(UPLOAD, { kind: 'slow-headers', ms: 600_000 });
      const controller = new AbortController();
      const delivery = faultOf(made(service, true).notifier.notify(alertOf(), controller.signal));
      await service.reached(UPLOAD);
      controller.abort(new Error('given up'));
      expect(await delivery).toMatchObject({ ambiguous: false });
      expect(service.messages).toEqual([]);
    });
  });

  describe('text of users', () => {
    it.each(HOSTILE)('is displayed without effect: %j', async text => {
      const service = await robot();
      await notifier(service).notify(hostileAlert(text), live());
      const [message] = service.messages;
      expect(message?.mentions).toEqual([]);
      const shown = message?.content ?? '';
      expect(shown).not.toMatch(/@(?!\u200b)|<|\]\(|:\/\/|www\.|[\u202e\u0000\r]/);
      const [first = '', ...lines] = shown.split('\n');
      expect(first.slice(2, -2)).not.toMatch(/[*`]/);
      for (const line of lines) {
        expect(line).toMatch(/^> \*\*[\w ]+:\*\* /);
        // All code is closed, and nothing but code has a mark in it.
        expect(line.split('`').length % 2).toBe(1);
        expect(line.replace(/^> \*\*[\w ]+:\*\* /, '').replaceAll(/`[^`]*`/g, '')).not.toMatch(/[*_~[\]\\&]/);
      }
    });

    it.each(UNITS)('stays within 4 096 bytes, with all vital rows: %j', async unit => {
      const service = await robot();
      await notifier(service).notify(hostileAlert(unit.repeat(50_000)), live());
      expect(service.messages).toHaveLength(1);
      const content = service.messages[0]?.content ?? '';
      expect(Buffer.byteLength(content)).toBeLessThanOrEqual(4_096);
      for (const vital of ['Endpoint', 'Duration', 'Report']) expect(content).toContain(`> **${vital}:** `);
      for (const line of content.split('\n')) expect(line.split('`').length % 2).toBe(1);
    });
  });
});
