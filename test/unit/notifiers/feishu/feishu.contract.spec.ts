import { AlertFiles } from '../../../../lib/delivery/alert-files.js';
import { HttpClient } from '../../../../lib/notifiers/http-client/http-client.js';
import { feishu } from '../../../../lib/notifiers/feishu/feishu.definition.js';
import { FeishuNotifier } from '../../../../lib/notifiers/feishu/feishu.notifier.js';
import { chatContract } from '../../../contracts/chat-webhook.js';
import { notifierContract } from '../../../contracts/notifier.js';
import { FakeFeishu } from '../../../support/chats/fake-feishu.js';
import { TIMING } from '../../../support/notifiers.js';

const SECRET = 'feishu0secret1word2';

const start = (): Promise<FakeFeishu> => new FakeFeishu({ secret: SECRET }).start();
const optionsOf = ({ webhookUrl }: FakeFeishu) => ({ feishu: { webhookUrl, secret: SECRET } });
const arrivals = (service: FakeFeishu): readonly string[] => service.shown;

notifierContract({
  title: 'feishu',
  definition: feishu,
  remedy: /code 19001: the bot is unknown.*: add one to the group, and set feishu\.webhookUrl/,
  ambiguous: true,
  async start(state) {
    const service = await start();
    if (state === 'refusing') {
      service.refusals.push({ json: { code: 19_001, msg: `invalid: ${service.webhookUrl}\n${service.hook}` } });
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
    return { notifier: new FeishuNotifier(live, http, new AlertFiles()), close: () => http.close() };
  },
});

chatContract({
  title: 'feishu',
  option: 'feishu.webhookUrl',
  start,
  options: optionsOf,
  create: (live, http, files) => new FeishuNotifier(live, http, files),
  arrivals,
});
