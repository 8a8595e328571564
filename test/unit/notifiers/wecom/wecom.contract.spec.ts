import { AlertFiles } from '../../../../lib/delivery/alert-files.js';
import { HttpClient } from '../../../../lib/notifiers/http-client/http-client.js';
import { wecom } from '../../../../lib/notifiers/wecom/wecom.definition.js';
import { WeComNotifier } from '../../../../lib/notifiers/wecom/wecom.notifier.js';
import { chatContract } from '../../../contracts/chat-webhook.js';
import { notifierContract } from '../../../contracts/notifier.js';
import { FakeWeCom } from '../../../support/chats/fake-wecom.js';
import { TIMING } from '../../../support/notifiers.js';
import { LogKeeper } from '../../alerts/fixtures.js';

const start = (): Promise<FakeWeCom> => new FakeWeCom().start();
const optionsOf = ({ webhookUrl }: FakeWeCom) => ({ wecom: { webhookUrl } });
const SEND = '/cgi-bin/webhook/send';
const arrivals = (service: FakeWeCom): readonly string[] => service.messages.map(({ content }) => content);

notifierContract({
  title: 'wecom',
  definition: wecom,
  remedy: /code 93000: the robot is unknown.*: add one to the group, and set wecom\.webhookUrl/,
  ambiguous: true,
  async start(state) {
    const service = await start();
    if (state === 'refusing') service.removed = true;
    if (state === 'silent') service.faults.plant(SEND, { kind: 'slow-headers', ms: 600_000 });
    return {
      options: optionsOf(service),
      arrivals: async () => arrivals(service),
      reached: () => service.reached(SEND),
      close: () => service.close(),
    };
  },
  create: (live, log) => {
    const http = new HttpClient(live.current, TIMING);
    return { notifier: new WeComNotifier(live, http, new AlertFiles(), log.logger), close: () => http.close() };
  },
});

chatContract({
  title: 'wecom',
  option: 'wecom.webhookUrl',
  start,
  // One message alone.
  options: ({ webhookUrl }) => ({ wecom: { webhookUrl, attach: false } }),
  create: (live, http, files) => new WeComNotifier(live, http, files, new LogKeeper().logger),
  arrivals,
});
