import { describe, expect, it } from '@jest/globals';
import type { PerformanceMonitorOptions } from '../../../lib/module/performance-monitor-options.interface.js';
import { LiveOptions } from '../../../lib/options/live-options.js';
import { configuredSecrets, patternOf } from '../../../lib/privacy/configured-secrets.js';
import { Redactor } from '../../../lib/privacy/redactor.js';
import { resolved } from '../../support/notifiers.js';
import { runSteps } from '../../support/run-steps.js';
import { redactorOf } from './redactor-of.js';

const HTTP = { serverUrl: 'https://chat.example', channelId: 'c'.repeat(26) };
const bot = (token: string) => ({ token, ...HTTP });
const secretsOf = (options: PerformanceMonitorOptions) => configuredSecrets(resolved(options).partValues);

describe('configuredSecrets', () => {
  it('collects the token of a bot, and nothing else', () => {
    expect(secretsOf({ mattermost: bot('plainwordcanary') })).toEqual(['plainwordcanary']);
  });

  it('collects a whole webhook URL and its secret parts', () => {
    const url = 'https://chat.example/hooks/abcdefgh1jklmnop?x=hidden1';
    const found = secretsOf({
      webhook: {
        url,
        secret: 'signing words',
        format: 'json',
        headers: {
          Authorization: 'Bearer header-value',
          'X-Tenant': 'Id custom-value',
          'content-type': 'application/json',
        },
      },
    });
    expect(found).toEqual(
      expect.arrayContaining([url, 'abcdefgh1jklmnop', 'hidden1', 'signing words', 'signing%20words', 'header-value']),
    );
    expect(found).toEqual(expect.arrayContaining(['Id custom-value', 'custom-value']));
    expect(found).not.toContain('application/json');
    expect(found).not.toContain('https://chat.example');
  });

  it.each([
    ['smtps://bob:p%40ss-word@mail.example:465', ['p%40ss-word', 'p@ss-word', 'bob:p%40ss-word']],
    [{ host: 'mail.example', auth: { user: 'bob', pass: 'pass-word', accessToken: 'tok-1' } }, ['pass-word', 'tok-1']],
    [{ auth: { dkim: { privateKey: 'line 1\nline 2' } } }, ['line 1\nline 2', 'line 1\\nline 2']],
  ])('collects the secrets of an e-mail transport: %j', (transport, secrets) => {
    const found = secretsOf({ email: { transport, from: 'a@b.c', to: ['d@e.f'] } });
    expect(found).toEqual(expect.arrayContaining(secrets));
    for (const open of ['bob', 'mail.example', 'a@b.c', 'd@e.f']) expect(found).not.toContain(open);
  });

  it('runs no code of a transport', () => {
    const transport: Record<string, unknown> = {
      get password() {
        throw new Error('called');
      },
      proxy: new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('called');
          },
        },
      ),
    };
    transport['self'] = transport;
    expect(secretsOf({ email: { transport, from: 'a@b.c', to: 'd@e.f' } })).toEqual([]);
  });

  it('collects a value with any name that its schema marks as secret', () => {
    expect(configuredSecrets([{ name: 'topic', value: 'a:topic', secret: true }])).toContain('a:topic');
    expect(configuredSecrets([{ name: 'topic', value: 'a:topic', secret: false }])).toEqual([]);
    expect(configuredSecrets([{ name: 'url', value: 'https://a.test/', secret: true }])).toEqual([]);
  });
});

describe('patternOf', () => {
  it('matches the longest secrets first, and short ones as whole words only', () => {
    const pattern = patternOf(['abc.', 'abc.defgh', 'test']) ?? /never/g;
    expect('abc.defgh abcxdefgh test contest'.replace(pattern, '*')).toBe('* abcxdefgh * contest');
    expect(patternOf([])).toBeUndefined();
  });
});

describe('Redactor', () => {
  it('masks configured secrets in texts, values and errors', () => {
    const redactor = redactorOf({ mattermost: bot('plainwordcanary') });
    expect(redactor.text('POST /x plainwordcanary!')).toBe('POST /x [REDACTED]!');
    expect(redactor.known('src/plainwordcanary.ts:1')).toBe('src/[REDACTED].ts:1');
    expect(redactor.error(new Error('no plainwordcanary'))).toBe('no [REDACTED]');
    expect(runSteps(redactor.copy({ a: ['x plainwordcanary'], plainwordcanary: 1 }))).toEqual({
      a: ['x [REDACTED]'],
      '[REDACTED]': 1,
    });
  });

  it('follows the options, and still masks earlier secrets', () => {
    const options = new LiveOptions(resolved({ mattermost: bot('first-token') }));
    const redactor = new Redactor(options);
    options.replace(
      resolved({ mattermost: bot('second-token'), capture: { redact: { keys: ['tax'], allow: ['pin'] } } }),
    );
    expect(redactor.text('first-token second-token taxNo=7 pin=8')).toBe(
      '[REDACTED] [REDACTED] taxNo=[REDACTED] pin=8',
    );
  });

  it('cuts a text without half a secret at its end', () => {
    const redactor = redactorOf();
    const filler = 'token=abcdefghijklmnopqrstuvwxyz&'.repeat(600);
    for (const length of [1_000, 2_000, 3_000]) {
      const shown = redactor.text(
        `${filler.slice(0, length + 1_010)}//user:hunter22hunter22@host/${'x'.repeat(5_000)}`,
        length,
      );
      expect(shown.length).toBeLessThanOrEqual(length + 1);
      expect(shown).not.toContain('hunter');
    }
    expect(redactor.text('x'.repeat(10), 10)).toBe('x'.repeat(10));
    expect(redactor.text('x'.repeat(11), 10)).toBe(`${'x'.repeat(10)}…`);
    expect(redactor.text('👍'.repeat(10), 3)).toBe('👍…');
  });
});
