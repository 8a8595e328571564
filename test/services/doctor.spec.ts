import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from '@keyv/redis';
import type { Check } from '../../cli/doctor/check.interface.js';
import { redisChecks } from '../../cli/doctor/redis-checks.js';
import { RedisServer } from './support/redis-server.js';

describe('doctor --redis', () => {
  let server: RedisServer;

  beforeAll(async () => {
    server = await RedisServer.start();
  });
  afterAll(() => server.dispose());

  const check = (url: string): Promise<Check[]> => redisChecks(url, process.cwd());

  async function command(...words: string[]): Promise<unknown> {
    const client = createClient({ url: server.url });
    await client.connect();
    try {
      return await client.sendCommand(words);
    } finally {
      client.destroy();
    }
  }

  /** The URL of a user with these rights. */
  async function user(name: string, ...rights: string[]): Promise<string> {
    await command('ACL', 'SETUSER', name, 'on', '>hidden', ...rights);
    return server.url.replace('://', `://${name}:hidden@`);
  }

  it('takes, confirms and releases a claim, and leaves no key', async () => {
    expect(await check(server.url)).toEqual([
      { subject: 'Redis', state: 'ok', text: 'claims work, through @redis/client' },
    ]);
    expect(await command('KEYS', '*')).toEqual([]);
  });

  it('notes a server that refuses scripts', async () => {
    const url = await user('plain', '~performance-monitor:claim:*', '+set', '+get', '+pttl', '+del');
    expect((await check(url)).map(({ state, text }) => `${state} ${text}`)).toEqual([
      'ok claims work, through @redis/client',
      'note the server refuses scripts (EVAL): plain commands are used',
    ]);
    expect(await command('KEYS', '*')).toEqual([]);
  });

  it.each([
    [
      'keys',
      ['~other:*', '+@all'],
      /^the server refuses the keys performance-monitor:claim:\*.*\+set \+get \+pttl \+del/,
    ],
    ['a command', ['~*', '+set', '+get', '+pttl'], /^the server refuses the command \w+.*\+set \+get \+pttl \+del/],
  ])('names the rights that are missing: %s', async (name, rights, text) => {
    const checks = await check(await user(name.replace(' ', '-'), ...rights));
    expect(checks).toEqual([{ subject: 'Redis', state: 'failed', text: expect.stringMatching(text) }]);
  });

  it('names a wrong password, and does not print it', async () => {
    const url = await user('known', '~*', '+@all');
    const [only] = await check(url.replace('hidden', 'wrongword'));
    expect(only).toMatchObject({
      state: 'failed',
      text: expect.stringMatching(/^the server refuses to sign in \(WRONGPASS/),
    });
    expect(JSON.stringify(only)).not.toContain('wrongword');
  });
});
