import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { MattermostNotifier } from '../../../../lib/notifiers/mattermost/mattermost.notifier.js';
import { FakeMattermost } from '../../../support/mattermost/fake-mattermost.js';
import type { Fault } from '../../../support/mattermost/faults.js';
import { faultOf, live, mattermostNotifier } from '../../../support/notifiers.js';
import { alertOf } from '../../alerts/fixtures.js';

const HOOK = 'POST /hooks/';

describe('the Mattermost webhook', () => {
  let server: FakeMattermost;
  let closers: (() => Promise<void>)[];

  beforeEach(async () => {
    server = await FakeMattermost.start();
    closers = [() => server.close()];
  });
  afterEach(async () => {
    for (const close of closers.reverse()) await close();
  });

  function webhook(webhookUrl = server.hookUrl): MattermostNotifier {
    const { notifier, http } = mattermostNotifier({ webhookUrl });
    closers.push(() => http.close());
    return notifier;
  }

  const matrix: {
    fault: Fault;
    times?: number;
    requests: number;
    posts: number;
    error?: RegExp;
    ambiguous?: boolean;
    permanent?: boolean;
  }[] = [
    { fault: { kind: 'rate-limit', retryAfter: '0' }, requests: 2, posts: 1 },
    { fault: { kind: 'proxy-error', status: 503 }, requests: 2, posts: 1 },
    { fault: { kind: 'status', status: 500, id: 'web.incoming_webhook.post.app_error' }, requests: 2, posts: 1 },
    { fault: { kind: 'slow-body', ms: 5_000 }, requests: 1, posts: 1 },
    { fault: { kind: 'truncated' }, requests: 1, posts: 1 },
    // The post may be there: it is not sent again.
    { fault: { kind: 'reset-before' }, requests: 1, posts: 0, ambiguous: true, error: /broke before it answered/ },
    { fault: { kind: 'reset-after' }, requests: 1, posts: 1, ambiguous: true, error: /broke before it answered/ },
    {
      fault: { kind: 'slow-headers', ms: 5_000 },
      requests: 1,
      posts: 1,
      ambiguous: true,
      error: /did not answer within/,
    },
    { fault: { kind: 'proxy-error', status: 504 }, requests: 1, posts: 0, ambiguous: true, error: /504/ },
    { fault: { kind: 'proxy-error' }, requests: 1, posts: 0, ambiguous: true, error: /500/ },
    {
      fault: { kind: 'status', status: 403, id: 'web.incoming_webhook.channel_locked.app_error' },
      requests: 1,
      posts: 0,
      permanent: true,
      error: /403 .*unlock it from its channel/,
    },
    {
      fault: { kind: 'redirect', to: '/login' },
      requests: 1,
      posts: 0,
      permanent: true,
      error: /redirects to .*: check mattermost\.webhookUrl/,
    },
  ];

  it.each(matrix.map(each => [JSON.stringify(each.fault), each] as const))(
    '%s',
    async (_, { fault, times, requests, posts, error, ambiguous = false, permanent = false }) => {
      server.faults.plant('/hooks/', fault, times);
      const found = await faultOf(webhook().notify(alertOf(), live()));
      expect({ requests: server.count(HOOK), posts: server.posts.length }).toEqual({ requests, posts });
      if (error === undefined) expect(found).toBeUndefined();
      else {
        expect(found?.message).toMatch(error);
        expect(found).toMatchObject({ ambiguous, permanent });
        expect(found?.message).not.toContain(server.hookId);
      }
    },
  );

  it('says that the webhook is unknown, without its address, which is a secret', async () => {
    const found = await faultOf(webhook(`${server.url}/hooks/gone1234567890`).notify(alertOf(), live()));
    expect(found?.message).toContain('the webhook is unknown or was deleted: create one');
    expect(found?.message).not.toContain('gone1234567890');
  });

  it('says that the server allows no webhooks', async () => {
    server.state.settings.incomingWebhooks = false;
    const found = await faultOf(webhook().notify(alertOf(), live()));
    expect(found?.message).toContain('incoming webhooks are switched off on the server');
    expect(found).toMatchObject({ permanent: true });
    expect(server.count(HOOK)).toBe(1);
  });

  it('tells where the report lies, when another notifier has written it', async () => {
    const { notifier, http, files } = mattermostNotifier({ webhookUrl: server.hookUrl }, { localFile: {} });
    closers.push(() => http.close());
    const alert = alertOf();
    const delivery = notifier.notify(alert, live());
    files.add(alert, '/var/reports/one.html');
    files.end(alert);
    await delivery;
    expect(server.posts[0]?.props.attachments?.[0]?.text).toContain('on the host, `/var/reports/one.html`');
  });
});
