import { createRequire } from 'node:module';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeMattermost } from '../../../support/mattermost/fake-mattermost.js';

interface Client {
  setUrl(url: string): void;
  setToken(token: string): void;
  getMe(): Promise<{ id: string; username: string }>;
  getChannel(id: string): Promise<{ id: string }>;
  createPost(post: object): Promise<{ id: string; file_ids?: string[]; pending_post_id: string }>;
  uploadFile(
    form: FormData,
  ): Promise<{ file_infos: { id: string; name: string; size: number }[]; client_ids: string[] }>;
}

interface ClientError extends Error {
  readonly status_code?: number;
  readonly server_error_id?: string;
}

/** Not in the tree of this package: it needs another TypeScript. */
const { Client4 } = createRequire(new URL('../../../oracle/package.json', import.meta.url))('@mattermost/client') as {
  Client4: new () => Client;
};

describe('the fake Mattermost server, with the official client', () => {
  let server: FakeMattermost;
  let client: Client;

  beforeEach(async () => {
    server = await FakeMattermost.start({ limits: { fileBytes: 1_000 } });
    client = new Client4();
    client.setUrl(server.url);
    client.setToken(server.token);
  });
  afterEach(() => server.close());

  const errorOf = (work: Promise<unknown>): Promise<ClientError> =>
    work.then(
      () => Promise.reject(new Error('it succeeded')),
      (error: ClientError) => error,
    );
  const form = (entries: [string, string | Blob][]): FormData => {
    const data = new FormData();
    for (const [name, value] of entries) {
      if (typeof value === 'string') data.append(name, value);
      else data.append(name, value, 'report.html');
    }
    return data;
  };
  const file = (size = 10): Blob => new Blob(['x'.repeat(size)], { type: 'text/html' });

  it('returns the bot and its channel', async () => {
    expect(await client.getMe()).toMatchObject({ id: server.bot.id, username: 'performance' });
    expect(await client.getChannel(server.channel.id)).toMatchObject({ id: server.channel.id });
  });

  it('accepts a file, and a post with it', async () => {
    const { file_infos, client_ids } = await client.uploadFile(
      form([
        ['channel_id', server.channel.id],
        ['client_ids', 'one'],
        ['files', file()],
      ]),
    );
    expect(client_ids).toEqual(['one']);
    expect(file_infos).toMatchObject([{ name: 'report.html', size: 10 }]);
    const ids = file_infos.map(({ id }) => id);
    const post = await client.createPost({ channel_id: server.channel.id, message: 'hello', file_ids: ids });
    expect(post.file_ids).toEqual(ids);
  });

  it.each<[string, () => Promise<unknown>, number, string]>([
    ['a wrong token', () => (client.setToken('wrong'), client.getMe()), 401, 'api.context.session_expired.app_error'],
    [
      'no membership',
      () => (server.state.leave(server.bot, server.channel), client.getChannel(server.channel.id)),
      403,
      'api.context.permissions.app_error',
    ],
    ['an unknown channel', () => client.getChannel('x'.repeat(26)), 404, 'app.channel.get.existing.app_error'],
    [
      'a message that is too long',
      () => client.createPost({ channel_id: server.channel.id, message: '😀'.repeat(16_384) }),
      400,
      'model.post.is_valid.message_length.app_error',
    ],
    [
      'a body that is too large',
      () => client.createPost({ channel_id: server.channel.id, message: 'x', props: { y: 'z'.repeat(301_000) } }),
      413,
      'api.context.request_body_too_large.app_error',
    ],
    [
      'a file that is too large',
      () =>
        client.uploadFile(
          form([
            ['channel_id', server.channel.id],
            ['files', file(1_200)],
          ]),
        ),
      413,
      'api.file.upload_file.too_large_detailed.app_error',
    ],
    [
      'an unknown field',
      () =>
        client.uploadFile(
          form([
            ['channel_id', server.channel.id],
            ['other', 'x'],
            ['files', file()],
          ]),
        ),
      400,
      'api.context.invalid_body_param.app_error',
    ],
    [
      'a file before its channel',
      () =>
        client.uploadFile(
          form([
            ['files', file()],
            ['channel_id', server.channel.id],
          ]),
        ),
      500,
      'api.file.upload_file.read_form_value.app_error',
    ],
    [
      'a client id too many',
      () =>
        client.uploadFile(
          form([
            ['channel_id', server.channel.id],
            ['client_ids', 'a'],
            ['client_ids', 'b'],
            ['files', file()],
          ]),
        ),
      400,
      'api.file.upload_file.incorrect_number_of_client_ids.app_error',
    ],
  ])('refuses %s with an error that the client parses', async (_, work, status, id) => {
    expect(await errorOf(work())).toMatchObject({ status_code: status, server_error_id: id });
  });

  it('accepts the longest message', async () => {
    await client.createPost({ channel_id: server.channel.id, message: '😀'.repeat(16_383) });
    expect(server.posts).toHaveLength(1);
  });

  it('drops files that it cannot attach, without an error', async () => {
    const post = await client.createPost({ channel_id: server.channel.id, message: 'x', file_ids: ['y'.repeat(26)] });
    expect(post.file_ids).toEqual([]);
  });

  it('answers a repeated post with the first, for 30 s', async () => {
    let now = 0;
    const clocked = await FakeMattermost.start({ now: () => now });
    client.setUrl(clocked.url);
    client.setToken(clocked.token);
    const post = { channel_id: clocked.channel.id, message: 'x', pending_post_id: 'p' };
    try {
      const first = await client.createPost(post);
      now = 29_999;
      expect(await client.createPost(post)).toMatchObject({ id: first.id, pending_post_id: '' });
      now = 30_000;
      expect((await client.createPost(post)).id).not.toBe(first.id);
      expect(clocked.posts).toHaveLength(2);
    } finally {
      await clocked.close();
    }
  });

  it('reports a rate limit in plain text, which the client cannot parse', async () => {
    server.faults.plant('/api/v4/users/me', { kind: 'rate-limit', retryAfter: '3' });
    expect((await errorOf(client.getMe())).server_error_id).toBeUndefined();
    server.faults.plant('/api/v4/users/me', { kind: 'rate-limit', retryAfter: '3' });
    const answer = await fetch(`${server.url}/api/v4/users/me`);
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('3');
    expect(await answer.text()).toBe('limit exceeded\n');
  });

  it('serves pages as downloads', async () => {
    const { file_infos } = await client.uploadFile(
      form([
        ['channel_id', server.channel.id],
        ['files', file()],
      ]),
    );
    const answer = await fetch(`${server.url}/api/v4/files/${file_infos[0]?.id}`, {
      headers: { authorization: `Bearer ${server.token}` },
    });
    expect(answer.headers.get('content-type')).toBe('text/plain');
    expect(answer.headers.get('content-disposition')).toContain('attachment');
  });
});
