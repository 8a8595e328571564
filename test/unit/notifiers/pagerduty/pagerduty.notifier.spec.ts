import { describe, expect, it } from '@jest/globals';
import type { PagerDutyOptions } from '../../../../lib/notifiers/pagerduty/pagerduty-options.interface.js';
import { PagerDutyNotifier } from '../../../../lib/notifiers/pagerduty/pagerduty.notifier.js';
import { FakePagerDuty } from '../../../support/chats/fake-pagerduty.js';
import { servicesForEachTest } from '../../../support/chats/for-each-test.js';
import { HOSTILE, UNITS, hostileAlert } from '../../../support/chats/hostile-alert.js';
import { faultOf, live } from '../../../support/notifiers.js';
import { alertOf } from '../../alerts/fixtures.js';

describe('PagerDutyNotifier', () => {
  const services = servicesForEachTest();
  const pagerDuty = () => services.start(new FakePagerDuty());

  function notifier(service: FakePagerDuty, part: PagerDutyOptions = {}): PagerDutyNotifier {
    const options = { pagerduty: { routingKey: service.routingKey, serverUrl: service.url, ...part } };
    return services.make(options, (settings, http, files) => new PagerDutyNotifier(settings, http, files)).notifier;
  }

  it('opens an alert with the severity and the facts', async () => {
    const service = await pagerDuty();
    await notifier(service).notify(alertOf({ severity: 'critical' }), live());
    expect(service.alerts).toEqual([
      {
        key: 'f'.repeat(32),
        events: 1,
        resolved: false,
        payload: {
          summary: 'GET /orders/:id 1.84 s: 78 % waiting for PostgreSQL.',
          source: 'h',
          severity: 'critical',
          timestamp: '2026-11-23T09:15:02.123Z',
          component: 'GET /orders/:id',
          class: 'io',
          custom_details: {
            Endpoint: 'GET /orders/:id ok',
            Duration: '1.84 s; the threshold is 1.00 s, 1.8 times it (critical)',
            Time: 'nothing was recorded',
            Host: 'h, process 1',
            Report: 'none was written: set localFile, or a notifier that attaches it',
          },
        },
      },
    ]);
  });

  it('joins further alerts of one endpoint, and no others', async () => {
    const service = await pagerDuty();
    const sender = notifier(service);
    await sender.notify(alertOf(), live());
    await sender.notify(alertOf({ id: 'a2' }), live());
    await sender.notify(alertOf({ fingerprint: 'e'.repeat(32) }), live());
    expect(service.alerts.map(({ key, events }) => [key[0], events])).toEqual([
      ['f', 2],
      ['e', 1],
    ]);
  });

  it('resolves a test alert at once, and touches no other alert', async () => {
    const service = await pagerDuty();
    const sender = notifier(service);
    await sender.notify(alertOf(), live());
    await sender.notify(alertOf({ test: true }), live());
    expect(service.alerts.map(({ payload, resolved }) => [payload.severity, resolved])).toEqual([
      ['warning', false],
      ['info', true],
    ]);
  });

  it('fails a test whose alert could not be resolved', async () => {
    const service = await pagerDuty();
    service.faults.plant('/', { kind: 'drop-files' });
    service.faults.plant('/', { kind: 'proxy-error', status: 400 });
    expect((await faultOf(notifier(service).notify(alertOf({ test: true }), live())))?.message).toContain('400');
  });

  it('sends no digest', async () => {
    expect('digest' in notifier(await pagerDuty())).toBe(false);
  });

  it('gives the remedy for a foreign key, without it', async () => {
    const service = await pagerDuty();
    const routingKey = 'X0other1secret2'.padEnd(32, '0');
    const found = await faultOf(notifier(service, { routingKey }).notify(alertOf(), live()));
    expect(found?.message).toMatch(/400: check pagerduty\.routingKey.*\(its answer: Invalid routing key\)/);
    expect(found?.message).not.toContain('secret');
    expect(found).toMatchObject({ permanent: true, ambiguous: false });
    expect(service.requests).toHaveLength(1);
  });

  it.each([429, 500, 503])('repeats an event after %i', async status => {
    const service = await pagerDuty();
    service.refusals.push({ status, json: { status: 'error', message: 'x' }, headers: { 'retry-after': '0' } });
    await notifier(service).notify(alertOf(), live());
    expect([service.requests.length, service.alerts.length]).toEqual([2, 1]);
  });

  it('repeats an event that may have arrived, because its key joins both', async () => {
    const service = await pagerDuty();
    service.faults.plant('/', { kind: 'reset-after' });
    await notifier(service).notify(alertOf(), live());
    expect(service.alerts.map(({ events }) => events)).toEqual([2]);
  });

  it.each([...HOSTILE, ...UNITS.map(unit => unit.repeat(50_000)), ''])(
    'sends a valid event for any text: %.20j',
    async text => {
      const service = await pagerDuty();
      await notifier(service).notify(hostileAlert(text), live());
      const payload = service.alerts[0]?.payload ?? {};
      expect([...String(payload.summary)].length).toBeLessThanOrEqual(1_024);
      expect(payload.summary).not.toMatch(/[\r\n\u202e\u0000]/);
      expect(service.requests[0]?.body.length).toBeLessThan(100_000);
    },
  );
});
