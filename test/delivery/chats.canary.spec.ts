import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get } from '@nestjs/common';
import { PerformanceMonitorService } from '../../lib/index.js';
import { CHATS, type Chat } from '../integration/support/chats.js';
import { TestApp, delay } from '../integration/support/test-app.js';

const chats: Chat[] = [];
const secrets = (): readonly string[] => chats.flatMap(chat => chat.secrets);

/** Leaks the secrets of all services, in several forms. */
@Controller()
class LeakyController {
  constructor(private readonly monitor: PerformanceMonitorService) {}

  @Get('slow')
  async slow(): Promise<never> {
    for (const secret of secrets()) await this.monitor.profile(`call ${secret} again`, () => delay(10));
    const options = JSON.stringify(chats.map(chat => chat.options()));
    await this.monitor.profile(`with ${options}`, () => delay(10));
    throw new Error(`failed with ${options}`);
  }
}

/** A page with its report unpacked. */
function unpacked(text: string): string {
  const packed = /<script[^>]*application\/octet-stream[^>]*>\s*([A-Za-z0-9+/=]+)\s*</.exec(text)?.[1];
  return packed === undefined ? text : text + gunzipSync(Buffer.from(packed, 'base64')).toString('utf8');
}

describe('the secrets of the public services', () => {
  let app: TestApp;
  const outputs: Record<string, string[]> = {};

  beforeAll(async () => {
    for (const make of Object.values(CHATS)) {
      const chat = make();
      await chat.service.start();
      chats.push(chat);
    }
    const options = Object.assign({}, ...chats.map(chat => chat.options())) as object;
    app = await TestApp.start(
      { controllers: [LeakyController] },
      { threshold: 30, localFile: { formats: ['html', 'json', 'markdown'] }, ...options },
    );
    const query = secrets().map((secret, index) => `q${index}=${encodeURIComponent(secret)}`);
    await fetch(`${app.url}/slow?${query.join('&')}`, { headers: { 'user-agent': secrets().join(' ') } });
    await app.monitor.flush('60s');
    outputs['test of the notifiers'] = [JSON.stringify(await app.monitor.testNotifiers())];
    for (const { service, secrets: own } of chats) {
      const echo = own.join(' ');
      service.refusals.push({
        status: 400,
        json: { ok: false, errcode: 9, code: 9, errmsg: echo, msg: echo, message: echo, description: echo },
      });
    }
    outputs['failed test of the notifiers'] = [JSON.stringify(await app.monitor.testNotifiers())];
    outputs['effective options'] = [JSON.stringify(app.monitor.getEffectiveOptions())];
    outputs['statistics'] = [JSON.stringify(app.monitor.getStats())];
    outputs['log lines'] = app.logger.ours();
    const names = await readdir(app.directory);
    outputs['files'] = await Promise.all(
      names.map(async name => name + unpacked(await readFile(join(app.directory, name), 'utf8').catch(() => ''))),
    );
    outputs['bodies of the requests'] = chats.flatMap(({ service }) =>
      // PagerDuty's own key is in its body, and Telegram's document is packed.
      service.requests.map(({ body }) => unpacked(body.toString()).replaceAll(/"routing_key":"\w+"/g, '')),
    );
    outputs['messages'] = chats.flatMap(({ arrivals }) => arrivals());
  });

  afterAll(async () => {
    await app.close();
    for (const { service } of chats) await service.close();
  });

  it('were leaked, and each service received the alert and both tests', () => {
    expect(secrets().length).toBeGreaterThanOrEqual(8);
    expect(outputs['messages']?.length).toBeGreaterThanOrEqual(2 * chats.length);
    for (const { arrivals } of chats) expect(arrivals().join().replaceAll('\u200b', '')).toContain('GET /slow');
    expect(outputs['files']?.join()).toContain('call [REDACTED] again');
    expect(outputs['bodies of the requests']?.join()).toContain('call [REDACTED] again');
    expect(outputs['failed test of the notifiers']?.join()).toContain('its answer: [REDACTED]');
  });

  it.each([
    'files',
    'log lines',
    'effective options',
    'statistics',
    'test of the notifiers',
    'failed test of the notifiers',
    'bodies of the requests',
    'messages',
  ])('are in no byte of %s', output => {
    const text = (outputs[output] ?? []).join('\n');
    expect(text).not.toBe('');
    const found = secrets().flatMap(secret =>
      [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')].filter(form => text.includes(form)),
    );
    expect(found).toEqual([]);
  });
});
