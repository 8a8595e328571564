import { describe, expect, it } from '@jest/globals';
import type { MattermostNotifier } from '../../../../lib/notifiers/mattermost/mattermost.notifier.js';
import { TIMING, faultOf, live, shortFor } from '../../../support/notifiers.js';
import { alertOf } from '../../alerts/fixtures.js';
import { chatForEachTest, type FaultCase } from './set-up.js';

const HOOK = 'POST /hooks/';

describe('the Mattermost webhook', () => {
  const chat = chatForEachTest();

  function webhook(webhookUrl = chat.server.hookUrl, timing = TIMING): MattermostNotifier {
    return chat.notifier({ webhookUrl }, {}, timing).notifier;
  }

  const matrix: readonly FaultCase[] = [
    { fault: { kind: 'rate-limit', retryAfter: '0' }, requests: 2, posts: 1 },
    { fault: { kind: 'proxy-error', status: 503 }, requests: 2, posts: 1 },
    { fault: { kind: 'status', status: 500, id: 'web.incoming_webhook.post.app_error' }, requests: 2, posts: 1 },
    { fault: { kind: 'slow-body', ms: 60_000 }, requests: 1, posts: 1 },
    { fault: { kind: 'truncated' }, requests: 1, posts: 1 },
    // The post may have arrived: it is not repeated.
    { fault: { kind: 'reset-before' }, requests: 1, posts: 0, ambiguous: true, error: /broke before it answered/ },
    { fault: { kind: 'reset-after' }, requests: 1, posts: 1, ambiguous: true, error: /broke before it answered/ },
    {
      fault: { kind: 'slow-headers', ms: 60_000 },
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

  it('sends the credentials of the URL', async () => {
    await webhook(chat.server.hookUrl.replace('//', '//gate:Pa%2Fss@')).notify(alertOf(), live());
    expect(chat.server.requests[0]?.headers['authorization']).toBe(
      `Basic ${Buffer.from('gate:Pa/ss').toString('base64')}`,
    );
    expect(chat.server.posts).toHaveLength(1);
  });

  it.each(matrix.map(each => [JSON.stringify(each.fault), each] as const))(
    '%s',
    async (_, { fault, times, requests, posts, error, ambiguous = false, permanent = false }) => {
      chat.server.faults.plant('/hooks/', fault, times);
      const timing = fault.kind.startsWith('slow') ? shortFor(0, () => chat.server.requests.length) : TIMING;
      const found = await faultOf(webhook(undefined, timing).notify(alertOf(), live()));
      expect({ requests: chat.server.count(HOOK), posts: chat.server.posts.length }).toEqual({ requests, posts });
      if (error === undefined) expect(found).toBeUndefined();
      else {
        expect(found?.message).toMatch(error);
        expect(found).toMatchObject({ ambiguous, permanent });
        expect(found?.message).not.toContain(chat.server.hookId);
      }
    },
  );

  it('gives the remedy when the server allows no webhooks', async () => {
    chat.server.state.settings.incomingWebhooks = false;
    const found = await faultOf(webhook().notify(alertOf(), live()));
    expect(found?.message).toContain('incoming webhooks are switched off on the server');
    expect(found).toMatchObject({ permanent: true });
    expect(chat.server.count(HOOK)).toBe(1);
  });

  it('names the file of the report when local-file has written it', async () => {
    const { notifier, files } = chat.notifier({ webhookUrl: chat.server.hookUrl }, { localFile: {} });
    const alert = alertOf();
    const delivery = notifier.notify(alert, live());
    files.add(alert, '/var/reports/one.html');
    files.end(alert, 'local-file');
    await delivery;
    expect(chat.server.posts[0]?.props.attachments?.[0]?.text).toContain('on the host, `/var/reports/one.html`');
  });
});
