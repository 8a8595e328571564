import { AlertFiles } from '../../../../lib/delivery/alert-files.js';
import { HttpClient } from '../../../../lib/notifiers/http-client/http-client.js';
import { mattermost } from '../../../../lib/notifiers/mattermost/mattermost.definition.js';
import { MattermostNotifier } from '../../../../lib/notifiers/mattermost/mattermost.notifier.js';
import { notifierContract } from '../../../contracts/notifier.js';
import { FakeMattermost } from '../../../support/mattermost/fake-mattermost.js';
import { TIMING } from '../../../support/notifiers.js';

const POSTS = { bot: '/api/v4/posts', webhook: '/hooks/' };

for (const kind of ['bot', 'webhook'] as const) {
  notifierContract({
    title: `mattermost, as a ${kind}`,
    definition: mattermost,
    remedy:
      kind === 'bot'
        ? /the token is wrong or revoked: create a token for the bot, and set mattermost\.token/
        : /the webhook is unknown or was deleted: create one, and set mattermost\.webhookUrl/,
    ambiguous: true,
    async start(state) {
      const server = await FakeMattermost.start();
      const { token, channel, url } = server;
      if (state === 'refusing') server.state.revoke(token);
      if (state === 'silent') server.faults.plant(POSTS[kind], { kind: 'slow-headers', ms: 600_000 });
      const hookUrl = state === 'refusing' ? `${url}/hooks/gone1secret2word3` : server.hookUrl;
      return {
        options: {
          mattermost: kind === 'bot' ? { serverUrl: url, token, channelId: channel.id } : { webhookUrl: hookUrl },
        },
        arrivals: async () => server.posts.map(post => JSON.stringify(post)),
        reached: async () => {
          while (server.count(`POST ${POSTS[kind]}`) === 0) await new Promise(resolve => setImmediate(resolve));
        },
        close: () => server.close(),
      };
    },
    create: (live, log) => {
      const http = new HttpClient(live.current, TIMING);
      return { notifier: new MattermostNotifier(live, http, new AlertFiles(), log.logger), close: () => http.close() };
    },
  });
}
