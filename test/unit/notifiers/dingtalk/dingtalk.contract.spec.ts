import { AlertFiles } from '../../../../lib/delivery/alert-files.js';
import { HttpClient } from '../../../../lib/notifiers/http-client/http-client.js';
import { dingtalk } from '../../../../lib/notifiers/dingtalk/dingtalk.definition.js';
import { DingTalkNotifier } from '../../../../lib/notifiers/dingtalk/dingtalk.notifier.js';
import { chatContract } from '../../../contracts/chat-webhook.js';
import { notifierContract } from '../../../contracts/notifier.js';
import { FakeDingTalk } from '../../../support/chats/fake-dingtalk.js';
import { TIMING } from '../../../support/notifiers.js';

const SECRET = 'SEC0secret1word2';

const start = (): Promise<FakeDingTalk> => new FakeDingTalk({ secret: SECRET }).start();
const optionsOf = ({ webhookUrl }: FakeDingTalk) => ({ dingtalk: { webhookUrl, secret: SECRET } });
const arrivals = (service: FakeDingTalk): readonly string[] => service.messages.map(({ text }) => text);

notifierContract({
  title: 'dingtalk',
  definition: dingtalk,
  remedy: /code 300001: the robot is unknown.*: add one to the group, and set dingtalk\.webhookUrl/,
  ambiguous: true,
  async start(state) {
    const service = await start();
    if (state === 'refusing') {
      const { webhookUrl, token } = service;
      service.refusals.push({ json: { errcode: 300_001, errmsg: `token is not exist: ${webhookUrl}\n${token}` } });
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
    return { notifier: new DingTalkNotifier(live, http, new AlertFiles()), close: () => http.close() };
  },
});

chatContract({
  title: 'dingtalk',
  option: 'dingtalk.webhookUrl',
  start,
  options: optionsOf,
  create: (live, http, files) => new DingTalkNotifier(live, http, files),
  arrivals,
});
