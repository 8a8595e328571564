import { AlertFiles } from '../../../../lib/delivery/alert-files.js';
import { HttpClient } from '../../../../lib/notifiers/http-client/http-client.js';
import { teams } from '../../../../lib/notifiers/teams/teams.definition.js';
import { TeamsNotifier } from '../../../../lib/notifiers/teams/teams.notifier.js';
import { chatContract } from '../../../contracts/chat-webhook.js';
import { notifierContract } from '../../../contracts/notifier.js';
import { FakeTeams } from '../../../support/chats/fake-teams.js';
import { TIMING } from '../../../support/notifiers.js';

const start = (): Promise<FakeTeams> => new FakeTeams().start();
const optionsOf = ({ webhookUrl }: FakeTeams) => ({ teams: { webhookUrl } });
const arrivals = (service: FakeTeams): readonly string[] => service.shown;

notifierContract({
  title: 'teams',
  definition: teams,
  remedy:
    /answered 401 AuthorizationFailed: the signature in the URL is wrong.*: set teams\.webhookUrl to the whole URL/,
  ambiguous: true,
  async start(state) {
    const service = await start();
    if (state === 'refusing') {
      const error = { code: 'AuthorizationFailed', message: `${service.webhookUrl}\n${service.signature}` };
      service.refusals.push({ status: 401, json: { error } });
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
    return { notifier: new TeamsNotifier(live, http, new AlertFiles()), close: () => http.close() };
  },
});

chatContract({
  title: 'teams',
  option: 'teams.webhookUrl',
  start,
  options: optionsOf,
  create: (live, http, files) => new TeamsNotifier(live, http, files),
  arrivals,
  statusDecides: true,
});
