import { AlertFiles } from '../../../../lib/delivery/alert-files.js';
import { HttpClient } from '../../../../lib/notifiers/http-client/http-client.js';
import { telegram } from '../../../../lib/notifiers/telegram/telegram.definition.js';
import { TelegramNotifier } from '../../../../lib/notifiers/telegram/telegram.notifier.js';
import { chatContract } from '../../../contracts/chat-webhook.js';
import { notifierContract } from '../../../contracts/notifier.js';
import { FakeTelegram } from '../../../support/chats/fake-telegram.js';
import { TIMING } from '../../../support/notifiers.js';
import { LogKeeper } from '../../alerts/fixtures.js';

const start = (): Promise<FakeTelegram> => new FakeTelegram().start();
const optionsOf = ({ url, token, chatId }: FakeTelegram) => ({ telegram: { botToken: token, chatId, serverUrl: url } });
const arrivals = (service: FakeTelegram): readonly string[] => service.messages.map(({ text }) => text);

notifierContract({
  title: 'telegram',
  definition: telegram,
  remedy: /refused the message, 401: the token is wrong or revoked: set telegram\.botToken/,
  ambiguous: true,
  async start(state) {
    const service = await start();
    if (state === 'refusing') {
      const description = `Unauthorized /bot${service.token}/sendDocument\n${service.token}`;
      service.refusals.push({ status: 401, json: { ok: false, error_code: 401, description } });
    }
    if (state === 'silent') service.faults.plant('/', { kind: 'slow-headers', ms: 600_000 });
    return {
      options: optionsOf(service),
      arrivals: async () => arrivals(service),
      reached: () => service.reached(),
      close: () => service.close(),
    };
  },
  create: (live, log) => {
    const http = new HttpClient(live.current, TIMING);
    return { notifier: new TelegramNotifier(live, http, new AlertFiles(), log.logger), close: () => http.close() };
  },
});

chatContract({
  title: 'telegram',
  option: 'telegram.serverUrl',
  start,
  options: optionsOf,
  create: (live, http, files) => new TelegramNotifier(live, http, files, new LogKeeper().logger),
  arrivals,
  attaches: true,
});
