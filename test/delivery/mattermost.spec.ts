import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get } from '@nestjs/common';
import { FakeMattermost } from '../support/mattermost/fake-mattermost.js';
import { TestApp, spin, until } from '../integration/support/test-app.js';

@Controller()
class SlowController {
  /** Busy by itself for nearly all of its time: nothing else is to blame for it. */
  @Get('slow')
  slow(): string {
    spin(60);
    return 'done';
  }
}

describe('an application with Mattermost', () => {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  async function chat(): Promise<FakeMattermost> {
    const server = await FakeMattermost.start();
    closers.push(() => server.close());
    return server;
  }

  async function start(mattermost: object): Promise<TestApp> {
    const app = await TestApp.start({ controllers: [SlowController] }, { threshold: 20, mattermost });
    closers.push(() => app.close());
    return app;
  }

  it('posts one alert with the page attached, as a bot', async () => {
    const server = await chat();
    const app = await start({ serverUrl: server.url, token: server.token, channelId: server.channel.id });
    for (let time = 0; time < 3; time += 1) await fetch(`${app.url}/slow`);
    await until(() => server.posts.length > 0, 'a post');
    expect(await app.monitor.flush('60s')).toBe(true);
    expect(server.posts).toHaveLength(1);
    const file = server.state.files.get(server.posts[0]?.file_ids[0] ?? '');
    expect(file?.bytes.toString().slice(0, 200)).toMatch(/<!doctype html>/i);
    expect(server.posts[0]?.props.attachments?.[0]?.text).toContain('`GET /slow` answered 200');
  });

  it('tells by a webhook where the file lies', async () => {
    const server = await chat();
    const app = await start({ webhookUrl: server.hookUrl });
    await fetch(`${app.url}/slow`);
    await until(() => server.posts.length > 0, 'a post');
    expect(server.posts[0]?.props.attachments?.[0]?.text).toContain(`on the host, \`${app.directory}/`);
  });

  it('still writes its file once when the chat refuses, and says why in one line', async () => {
    const server = await chat();
    server.state.leave(server.bot, server.channel);
    const app = await start({ serverUrl: server.url, token: server.token, channelId: server.channel.id });
    await fetch(`${app.url}/slow`);
    expect(await app.reports()).toHaveLength(1);
    await fetch(`${app.url}/slow`);
    await app.monitor.flush('60s');
    expect(await app.reports()).toHaveLength(1);
    const lines = app.logger.ours().filter(line => line.includes('add the bot to the team and the channel'));
    expect(lines.filter(line => line.startsWith('warn'))).toHaveLength(1);
    expect(app.logger.lines.join('\n')).not.toContain(server.token);
  });

  it('closes at once while the chat does not answer, and leaves no connection open', async () => {
    const server = await chat();
    server.faults.plant('/', { kind: 'slow-headers', ms: 60_000 }, 10);
    const app = await TestApp.start(
      { controllers: [SlowController] },
      {
        threshold: 20,
        delivery: { shutdownTimeout: 200 },
        mattermost: { serverUrl: server.url, token: server.token, channelId: server.channel.id },
      },
    );
    await fetch(`${app.url}/slow`);
    await until(() => server.requests.length > 1, 'the upload');
    const begin = performance.now();
    await app.close();
    // It does not wait for the answer.
    expect(performance.now() - begin).toBeLessThan(30_000);
    await until(async () => (await server.openConnections()) === 0, 'the end of all connections');
  });
});
