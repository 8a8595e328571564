import { describe, expect, it } from '@jest/globals';
import { TeamsNotifier } from '../../../../lib/notifiers/teams/teams.notifier.js';
import { FakeTeams } from '../../../support/chats/fake-teams.js';
import { servicesForEachTest } from '../../../support/chats/for-each-test.js';
import { HOSTILE, UNITS, hostileAlert } from '../../../support/chats/hostile-alert.js';
import { faultOf, live } from '../../../support/notifiers.js';
import { alertOf } from '../../alerts/fixtures.js';

describe('TeamsNotifier', () => {
  const services = servicesForEachTest();

  function notifier({ webhookUrl }: { webhookUrl: string }): TeamsNotifier {
    const options = { teams: { webhookUrl } };
    return services.make(options, (settings, http, files) => new TeamsNotifier(settings, http, files)).notifier;
  }

  it('posts a card in the color of the severity', async () => {
    const service = await services.start(new FakeTeams());
    await notifier(service).notify(alertOf({ severity: 'critical' }), live());
    expect(service.failedRuns).toEqual([]);
    expect(service.cards[0]?.body[0]?.inlines[0]).toMatchObject({ color: 'Attention', weight: 'Bolder' });
    expect(service.shown[0]?.split('\n')).toEqual([
      'GET /orders/:id 1.84 s: 78 % waiting for PostgreSQL.',
      'Endpoint: GET /orders/:id ok',
      'Duration: 1.84 s; the threshold is 1.00 s, 1.8 times it (critical)',
      'Time: nothing was recorded',
      'Host: h, process 1',
      'Report: none was written: set localFile, or a notifier that attaches it',
    ]);
  });

  it.each([
    ['off', /400 WorkflowTriggerIsNotEnabled: the workflow is switched off/],
    ['deleted', /404 WorkflowNotFound: the workflow was deleted: make another/],
  ] as const)('gives the remedy for a workflow that is %s', async (state, remedy) => {
    const service = await services.start(new FakeTeams());
    service.state = state;
    const found = await faultOf(notifier(service).notify(alertOf(), live()));
    expect(found?.message).toMatch(remedy);
    expect(found).toMatchObject({ permanent: true, ambiguous: false });
    expect(service.requests).toHaveLength(1);
  });

  it('gives the remedy for a wrong signature, without it', async () => {
    const service = await services.start(new FakeTeams());
    const webhookUrl = service.webhookUrl.replace(service.signature, 'other0secret1word2other0secret1word2');
    const found = await faultOf(notifier({ webhookUrl }).notify(alertOf(), live()));
    expect(found?.message).toMatch(/401 AuthorizationFailed: .*and allow anyone$/);
    expect(found?.message).not.toContain('other0secret');
  });

  it.each([
    [429, { headers: { 'retry-after': '0' } }],
    [500, { json: { error: { code: 'InternalServerError', message: 'x' } } }],
    [503, {}],
  ])('repeats a post after %i', async (status, more) => {
    const service = await services.start(new FakeTeams());
    service.refusals.push({ status, text: '', ...more });
    await notifier(service).notify(alertOf(), live());
    expect([service.requests.length, service.cards.length]).toEqual([2, 1]);
  });

  it('does not repeat a post after 500 from a proxy: the workflow may have run', async () => {
    const service = await services.start(new FakeTeams());
    service.faults.plant('/', { kind: 'proxy-error', status: 500 });
    expect(await faultOf(notifier(service).notify(alertOf(), live()))).toMatchObject({ ambiguous: true });
    expect(service.requests).toHaveLength(1);
  });

  describe('text of users', () => {
    it.each(HOSTILE)('stands in no place with markup, and mentions no one: %j', async text => {
      const service = await services.start(new FakeTeams());
      await notifier(service).notify(hostileAlert(text), live());
      expect(service.failedRuns).toEqual([]);
      const [card] = service.cards;
      expect(card?.msteams?.entities).toBeUndefined();
      for (const { inlines } of card?.body ?? []) {
        for (const each of inlines) expect(each.text).not.toMatch(/[\r\n\u202e\u0000]/);
      }
    });

    it.each(UNITS)('stays within 28 kB in UTF-16, with all vital rows: %j', async unit => {
      const service = await services.start(new FakeTeams());
      await notifier(service).notify(hostileAlert(unit.repeat(50_000)), live());
      expect(service.failedRuns).toEqual([]);
      for (const vital of ['Endpoint', 'Duration', 'Report']) expect(service.shown[0]).toContain(`\n${vital}: `);
    });
  });
});
