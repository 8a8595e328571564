import { describe, expect, it } from '@jest/globals';
import type { HttpTiming } from '../../../../lib/notifiers/http-client/http-timing.js';
import type { MattermostNotifier } from '../../../../lib/notifiers/mattermost/mattermost.notifier.js';
import type { Fault } from '../../../support/mattermost/faults.js';
import { TIMING, faultOf, live, shortFor } from '../../../support/notifiers.js';
import { alertOf, type LogKeeper } from '../../alerts/fixtures.js';
import { chatForEachTest, type FaultCase } from './set-up.js';

const POSTS = 'POST /api/v4/posts';
const FILES = 'POST /api/v4/files';

describe('the Mattermost bot', () => {
  const chat = chatForEachTest();

  function bot(
    part: { token?: string; channelId?: string; serverUrl?: string; maxRetries?: number; timeout?: number } = {},
    timing: HttpTiming = TIMING,
  ): { notifier: MattermostNotifier; log: LogKeeper } {
    const { timeout = 20_000, ...mattermost } = part;
    return chat.notifier(
      { serverUrl: chat.server.url, token: chat.server.token, channelId: chat.server.channel.id, ...mattermost },
      { delivery: { timeout } },
      timing,
    );
  }

  it('posts the verdict with the report attached, in two requests', async () => {
    await bot().notifier.notify(alertOf(), live());
    expect(chat.server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([FILES, POSTS]);
    const [post] = chat.server.posts;
    expect(post?.message).toBe('**GET /orders/:id 1.84 s: 78 % waiting for PostgreSQL.**');
    expect(post?.props.attachments?.[0]?.color).toBe('#e8a33d');
    expect(post?.props.attachments?.[0]?.text).toContain('| Duration | 1.84 s; the threshold is 1.00 s, 1.8 times it');
    expect(post?.props.attachments?.[0]?.text).toContain('| Report | attached');
    const file = chat.server.state.files.get(post?.file_ids[0] ?? '');
    expect(file?.name).toMatch(/GET-orders-id_1840ms_.*\.html$/);
    expect(file?.bytes.toString()).toBe('drawn as html');
  });

  describe('faults of a post', () => {
    const matrix: readonly FaultCase[] = [
      { fault: { kind: 'reset-before' }, requests: 2, posts: 1 },
      { fault: { kind: 'reset-after' }, requests: 2, posts: 1 },
      { fault: { kind: 'slow-headers', ms: 60_000 }, requests: 2, posts: 1 },
      { fault: { kind: 'slow-body', ms: 60_000 }, requests: 1, posts: 1 },
      { fault: { kind: 'truncated' }, requests: 1, posts: 1 },
      { fault: { kind: 'rate-limit', retryAfter: '1' }, requests: 2, posts: 1 },
      { fault: { kind: 'rate-limit', reset: '1' }, requests: 2, posts: 1 },
      { fault: { kind: 'proxy-error' }, requests: 2, posts: 1 },
      { fault: { kind: 'proxy-error', status: 502 }, requests: 2, posts: 1 },
      { fault: { kind: 'proxy-error', status: 503, retryAfter: '1' }, requests: 2, posts: 1 },
      { fault: { kind: 'status', status: 500, id: 'app.post.save.app_error' }, requests: 2, posts: 1 },
      { fault: { kind: 'drop-files' }, requests: 1, posts: 1 },
      { fault: { kind: 'save-slowly', ms: 60 }, requests: 2, posts: 1 },
      {
        fault: { kind: 'rate-limit', retryAfter: '600' },
        requests: 1,
        posts: 0,
        error:
          /429: the server's rate limit was reached.*would have to wait 60\d s, longer than delivery.timeout allows/,
      },
      {
        fault: { kind: 'redirect', to: 'https://chat.example.com/x' },
        requests: 1,
        posts: 0,
        permanent: true,
        error: /redirects to https:\/\/chat\.example\.com: check mattermost\.serverUrl/,
      },
      {
        fault: { kind: 'status', status: 403, id: 'api.context.permissions.app_error' },
        requests: 1,
        posts: 0,
        permanent: true,
        error: /403 api\.context\.permissions\.app_error: .*add the bot to the team and the channel/,
      },
      {
        fault: { kind: 'status', status: 413, id: 'api.context.request_body_too_large.app_error' },
        requests: 1,
        posts: 0,
        permanent: true,
        error: /413 .*too large/,
      },
      {
        fault: { kind: 'proxy-error', status: 503 },
        times: 4,
        requests: 4,
        posts: 0,
        error: /503: .*proxy failed.*\(after 4 attempts\)/,
      },
      { fault: { kind: 'proxy-error', status: 504 }, times: 4, requests: 4, posts: 0, ambiguous: true, error: /504: / },
      {
        fault: { kind: 'reset-before' },
        times: 4,
        requests: 4,
        posts: 0,
        ambiguous: true,
        error: /broke before it answered/,
      },
      {
        fault: { kind: 'reset-after' },
        times: 4,
        requests: 4,
        posts: 1,
        ambiguous: true,
        error: /broke before it answered/,
      },
    ];

    it.each(matrix.map(each => [`${JSON.stringify(each.fault)} × ${each.times ?? 1}`, each] as const))(
      '%s',
      async (_, { fault, times, requests, posts, error, ambiguous = false, permanent = false }) => {
        chat.server.faults.plant('/api/v4/posts', fault, times);
        const timing = fault.kind.startsWith('slow') ? shortFor(1, () => chat.server.requests.length) : TIMING;
        const found = await faultOf(bot({}, timing).notifier.notify(alertOf(), live()));
        await new Promise(resolve => setImmediate(resolve));
        expect({
          requests: chat.server.count(POSTS),
          posts: chat.server.posts.length,
          files: chat.server.count(FILES),
        }).toEqual({
          requests,
          posts,
          files: 1,
        });
        if (error === undefined) expect(found).toBeUndefined();
        else {
          expect(found?.message).toMatch(error);
          expect(found).toMatchObject({ ambiguous, permanent });
        }
        expect(found?.message ?? '').not.toContain(chat.server.token);
        expect(chat.server.faults.left).toBe(0);
      },
    );

    it('waits at least as long as the server demands', async () => {
      chat.server.faults.plant('/api/v4/posts', { kind: 'rate-limit', retryAfter: '1' });
      await bot().notifier.notify(alertOf(), live());
      const [first, second] = chat.server.requests.filter(({ path }) => path === '/api/v4/posts');
      expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990);
    });

    it('warns when the server dropped the report without an error', async () => {
      chat.server.faults.plant('/api/v4/posts', { kind: 'drop-files' });
      const { notifier, log } = bot();
      await notifier.notify(alertOf(), live());
      expect(log.lines).toEqual(['Mattermost posted an alert, but dropped the report that was attached to it']);
    });

    it('does not repeat a post when the pending id may have expired', async () => {
      chat.server.faults.plant('/api/v4/posts', { kind: 'reset-after' }, 4);
      const { notifier } = bot({ timeout: 120_000 }, { ...TIMING, backoffMs: 1, maxBackoffMs: 1 });
      const realNow = performance.now.bind(performance);
      let skip = 0;
      performance.now = () => realNow() + (chat.server.count(POSTS) > 0 ? (skip = 25_000) : skip);
      try {
        const found = await faultOf(notifier.notify(alertOf(), live()));
        expect(found).toMatchObject({ ambiguous: true, permanent: false });
      } finally {
        performance.now = realNow;
      }
      expect(chat.server.count(POSTS)).toBe(1);
    });
  });

  describe('faults of the upload', () => {
    it.each<[string, Fault, number, number]>([
      ['too large', { kind: 'status', status: 413, id: 'api.file.upload_file.too_large_detailed.app_error' }, 1, 1],
      ['no attachments', { kind: 'status', status: 403, id: 'api.file.attachments.disabled.app_error' }, 1, 1],
      ['no storage', { kind: 'status', status: 501, id: 'api.file.upload_file.storage.app_error' }, 1, 1],
      ['a proxy resets each connection', { kind: 'reset-before' }, 4, 4],
      ['a broken file store', { kind: 'status', status: 500, id: 'api.file.upload_file.large.app_error' }, 4, 4],
    ])('posts without the report: %s', async (_, fault, times, uploads) => {
      chat.server.faults.plant('/api/v4/files', fault, times);
      const { notifier, log } = bot();
      await notifier.notify(alertOf(), live());
      expect({ uploads: chat.server.count(FILES), posts: chat.server.posts.length }).toEqual({ uploads, posts: 1 });
      expect(chat.server.posts[0]?.props.attachments?.[0]?.text).toContain('| Report | not attached');
      expect(log.failures).toHaveLength(1);
    });

    it.each<[string, Fault, number]>([
      ['reset', { kind: 'reset-after' }, 2],
      ['a truncated answer', { kind: 'truncated' }, 2],
      ['too slow', { kind: 'slow-headers', ms: 60_000 }, 2],
      ['a failing proxy', { kind: 'proxy-error', status: 502 }, 2],
      ['a rate limit', { kind: 'rate-limit', retryAfter: '0' }, 2],
    ])('uploads again: %s', async (_, fault, uploads) => {
      chat.server.faults.plant('/api/v4/files', fault);
      const timing = fault.kind === 'slow-headers' ? shortFor(0, () => chat.server.requests.length) : TIMING;
      await bot({}, timing).notifier.notify(alertOf(), live());
      expect(chat.server.count(FILES)).toBe(uploads);
      expect(chat.server.posts).toHaveLength(1);
      expect(chat.server.posts[0]?.file_ids).toHaveLength(1);
    });

    it('posts without the report when the file storage hangs', async () => {
      chat.server.faults.plant('/api/v4/files', { kind: 'slow-headers', ms: 60_000 });
      const { notifier, log } = bot({ timeout: 2_000 });
      await notifier.notify(alertOf(), live());
      expect({ uploads: chat.server.count(FILES), posts: chat.server.posts.length }).toEqual({ uploads: 1, posts: 1 });
      expect(chat.server.posts[0]?.props.attachments?.[0]?.text).toContain('| Report | not attached');
      expect(log.failures).toHaveLength(1);
      expect(log.failures[0]).toContain('not uploaded within half of delivery.timeout');
    });

    it('posts without a report that cannot be rendered', async () => {
      const alert = alertOf({ render: () => Promise.reject(new Error('no page was built')) });
      const { notifier, log } = bot();
      await notifier.notify(alert, live());
      expect(chat.server.posts).toHaveLength(1);
      expect(log.failures[0]).toContain('no page was built');
    });
  });

  describe('a wrong configuration', () => {
    it('reports a wrong token after one request', async () => {
      chat.server.state.revoke(chat.server.token);
      const found = await faultOf(bot().notifier.notify(alertOf(), live()));
      expect(found?.message).toContain('the token is wrong or revoked');
      expect(found).toMatchObject({ permanent: true, ambiguous: false });
      expect(chat.server.requests).toHaveLength(1);
    });

    it('reports that the bot is not a member', async () => {
      chat.server.state.leave(chat.server.bot, chat.server.channel);
      const found = await faultOf(bot().notifier.notify(alertOf(), live()));
      expect(found?.message).toContain('add the bot to the team and the channel');
    });

    it('reports an archived channel', async () => {
      chat.server.channel.delete_at = 1;
      const found = await faultOf(bot().notifier.notify(alertOf(), live()));
      expect(found?.message).toContain('the channel is archived');
    });

    it('reports a server that is not Mattermost', async () => {
      const found = await faultOf(bot({ serverUrl: `${chat.server.url}/other` }).notifier.notify(alertOf(), live()));
      expect(found?.message).toContain('no Mattermost at this address: check');
    });

    it('reports a refused connection, and an unknown host', async () => {
      const { url } = chat.server;
      await chat.server.close();
      const refused = await faultOf(bot({ serverUrl: url, maxRetries: 1 }).notifier.notify(alertOf(), live()));
      expect(refused?.message).toMatch(
        /refused the connection: check the address.*\(ECONNREFUSED\) \(after 2 attempts\)/,
      );
      expect(refused).toMatchObject({ ambiguous: false, permanent: false });
      const unknown = bot({ serverUrl: 'http://no-such-host.invalid', maxRetries: 0 }).notifier.notify(
        alertOf(),
        live(),
      );
      expect((await faultOf(unknown))?.message).toMatch(/the name no-such-host\.invalid cannot be resolved/);
    });
  });

  describe('the signal', () => {
    it('ends a pause at once', async () => {
      // Longer than this test may take.
      chat.server.faults.plant('/api/v4/posts', { kind: 'rate-limit', retryAfter: '60' });
      const controller = new AbortController();
      const delivery = faultOf(bot({ timeout: 120_000 }).notifier.notify(alertOf(), controller.signal));
      while (chat.server.count(POSTS) === 0) await new Promise(resolve => setImmediate(resolve));
      setTimeout(() => controller.abort(new Error('over')), 20);
      expect(await delivery).toMatchObject({ ambiguous: false });
    });

    it('ends an upload, without an alert', async () => {
      chat.server.faults.plant('/api/v4/files', { kind: 'slow-headers', ms: 60_000 });
      const controller = new AbortController();
      const { notifier } = bot();
      const delivery = faultOf(notifier.notify(alertOf(), controller.signal));
      while (chat.server.count(FILES) === 0) await new Promise(resolve => setImmediate(resolve));
      controller.abort(new Error('gave up'));
      expect(await delivery).toMatchObject({ ambiguous: false });
      expect(chat.server.count(POSTS)).toBe(0);
    });
  });

  describe('the check at the start', () => {
    it('logs nothing when the bot can post', async () => {
      const { notifier, log } = bot();
      await notifier.check(live());
      expect(log.lines).toEqual([]);
      expect(chat.server.requests.map(({ path }) => path)).toEqual([
        '/api/v4/users/me',
        `/api/v4/channels/${chat.server.channel.id}`,
      ]);
    });

    it('gives the remedy once when the bot is not a member', async () => {
      chat.server.state.leave(chat.server.bot, chat.server.channel);
      const { notifier, log } = bot();
      await notifier.check(live());
      expect(log.lines).toEqual([
        expect.stringMatching(
          /^Alerts may not reach Mattermost: @performance: .*403.*add the bot to the team and the channel/,
        ),
      ]);
    });

    it('warns about a wrong token', async () => {
      const { notifier, log } = bot({ token: 'x'.repeat(26) });
      await notifier.check(live());
      expect(log.lines).toEqual([expect.stringContaining('the token is wrong or revoked')]);
    });

    it('warns about an archived channel', async () => {
      chat.server.channel.delete_at = 1;
      const { notifier, log } = bot();
      await notifier.check(live());
      expect(log.lines).toEqual([expect.stringContaining('the channel is archived')]);
    });

    it('ends with the signal, without a line', async () => {
      chat.server.faults.plant('/api/v4/users/me', { kind: 'slow-headers', ms: 60_000 });
      const controller = new AbortController();
      const { notifier, log } = bot();
      const check = notifier.check(controller.signal);
      while (chat.server.requests.length === 0) await new Promise(resolve => setImmediate(resolve));
      controller.abort();
      await check;
      expect(log.lines).toEqual([]);
    });
  });
});
