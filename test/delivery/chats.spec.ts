import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get } from '@nestjs/common';
import { CHATS } from '../integration/support/chats.js';
import { TestApp, spin, until } from '../integration/support/test-app.js';

@Controller()
class SlowController {
  @Get('slow')
  slow(): string {
    spin(60);
    return 'done';
  }
}

describe.each(Object.keys(CHATS))('an application with %s', name => {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  async function start() {
    const chat = CHATS[name]?.();
    if (chat === undefined) throw new Error(`no chat ${name}`);
    await chat.service.start();
    closers.push(() => chat.service.close());
    const app = await TestApp.start({ controllers: [SlowController] }, { threshold: 20, ...chat.options() });
    closers.push(() => app.close());
    return { ...chat, app };
  }

  it('sends one alert about a slow endpoint, with its report or the place of it', async () => {
    const { app, arrivals } = await start();
    for (let time = 0; time < 3; time += 1) await fetch(`${app.url}/slow`);
    await until(() => arrivals().length > 0, 'an alert');
    expect(await app.monitor.flush('60s')).toBe(true);
    const found = arrivals().filter(text => text.replaceAll('\u200b', '').includes('GET /slow'));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(
      /^(?:telegram|wecom)$/.test(name) ? /Report:.*attached: save it/ : new RegExp(`on the host, .?${app.directory}/`),
    );
    expect(app.monitor.getStats().alerts.notifiers[name]).toMatchObject({ delivered: 1, failed: 0 });
  });

  it('passes the test of the notifiers', async () => {
    const { app, arrivals } = await start();
    const { success, results } = await app.monitor.testNotifiers();
    expect({ success, result: results[name] }).toEqual({ success: true, result: { ok: true } });
    expect(arrivals()).toHaveLength(1);
  });

  it('reports a refusal in one line, without a secret, and still writes the file', async () => {
    const { app, service, secrets } = await start();
    // Its check at the start must not take the refusal.
    if (name === 'telegram') await until(() => service.requests.length > 0, 'the check');
    const echo = `refused: ${secrets.join(' ')}`;
    const refusal = {
      status: 403,
      json: { ok: false, errcode: 9, code: 9, errmsg: echo, msg: echo, message: echo, description: echo },
    };
    // WeCom refuses the upload, and then the message.
    service.refusals.push(...(name === 'wecom' ? [refusal, refusal] : [refusal]));
    await fetch(`${app.url}/slow`);
    expect(await app.reports()).toHaveLength(1);
    const lines = app.logger.ours().filter(line => line.includes(`Notifier ${name} could not deliver`));
    expect(lines).toHaveLength(1);
    const shown = [...app.logger.lines, JSON.stringify(app.monitor.getEffectiveOptions())].join('\n');
    for (const secret of secrets) expect(shown).not.toContain(secret);
  });
});
