import { AlertFiles } from '../../../../lib/delivery/alert-files.js';
import { HttpClient } from '../../../../lib/notifiers/http-client/http-client.js';
import { pagerduty } from '../../../../lib/notifiers/pagerduty/pagerduty.definition.js';
import { PagerDutyNotifier } from '../../../../lib/notifiers/pagerduty/pagerduty.notifier.js';
import { chatContract } from '../../../contracts/chat-webhook.js';
import { notifierContract } from '../../../contracts/notifier.js';
import { FakePagerDuty } from '../../../support/chats/fake-pagerduty.js';
import { TIMING } from '../../../support/notifiers.js';

const start = (): Promise<FakePagerDuty> => new FakePagerDuty().start();
const optionsOf = ({ url, routingKey }: FakePagerDuty) => ({ pagerduty: { routingKey, serverUrl: url } });
const arrivals = (service: FakePagerDuty): readonly string[] =>
  service.alerts.map(({ payload }) => JSON.stringify(payload));

notifierContract({
  title: 'pagerduty',
  definition: pagerduty,
  remedy: /refused the event, 400: check pagerduty\.routingKey, which needs an integration of the type Events API V2/,
  ambiguous: true,
  async start(state) {
    const service = await start();
    if (state === 'refusing') {
      const errors = [`routing_key ${service.routingKey}\nis unknown`];
      service.refusals.push({
        status: 400,
        json: { status: 'invalid event', message: 'Event object is invalid', errors },
      });
    }
    if (state === 'silent') service.faults.plant('/', { kind: 'slow-headers', ms: 600_000 });
    return {
      options: optionsOf(service),
      arrivals: async () => arrivals(service),
      reached: () => service.reached(),
      close: () => service.close(),
    };
  },
  create: live => {
    const http = new HttpClient(live.current, TIMING);
    return { notifier: new PagerDutyNotifier(live, http, new AlertFiles()), close: () => http.close() };
  },
});

chatContract({
  title: 'pagerduty',
  option: 'pagerduty.serverUrl',
  start,
  options: optionsOf,
  create: (live, http, files) => new PagerDutyNotifier(live, http, files),
  arrivals,
  repeatable: true,
  statusDecides: true,
});
