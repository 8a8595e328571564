import { AlertFiles } from '../../../../lib/delivery/alert-files.js';
import { HttpClient } from '../../../../lib/notifiers/http-client/http-client.js';
import { webhook } from '../../../../lib/notifiers/webhook/webhook.definition.js';
import { WebhookNotifier } from '../../../../lib/notifiers/webhook/webhook.notifier.js';
import { notifierContract } from '../../../contracts/notifier.js';
import { EventOnce } from '../../../contracts/support/event-once.js';
import { TIMING } from '../../../support/notifiers.js';
import { Receiver } from '../../../support/receiver.js';

for (const format of ['json', 'slack', 'discord'] as const) {
  notifierContract({
    title: `webhook, as ${format}`,
    definition: webhook,
    remedy: /answered 403: .*check webhook\.secret, webhook\.headers/,
    ambiguous: true,
    async start(state) {
      const receiver = await Receiver.start();
      const reached = new EventOnce();
      const path = '/hooks/path1secret2word3';
      if (state === 'refusing') {
        const text = `POST ${path}?key=query1secret2 is forbidden`;
        receiver.answers.push(response => void response.writeHead(403, { 'content-type': 'text/plain' }).end(text));
      }
      if (state === 'silent') receiver.answers.push(() => reached.happen());
      return {
        options: {
          webhook: {
            url: `${receiver.url.replace('//', '//user:pass1word2@')}${path}?key=query1secret2`,
            secret: 'signing-secret',
            headers: { 'x-key': 'header-secret' },
            format,
          },
        },
        arrivals: async () => (state === 'ready' ? receiver.received.map(({ body }) => body) : []),
        reached: () => reached.happened,
        close: () => receiver.close(),
      };
    },
    create: live => {
      const http = new HttpClient(live.current, TIMING);
      return { notifier: new WebhookNotifier(live, http, new AlertFiles()), close: () => http.close() };
    },
  });
}
