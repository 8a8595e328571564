import { readdir } from 'node:fs/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Inject, Injectable, Module, Scope, type ModuleMetadata } from '@nestjs/common';
import { AlertNotifier, PerformanceMonitorModule, type Alert, type Notifier } from '../../lib/index.js';
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

/** What the notifiers below were given. */
@Injectable()
class Inbox {
  readonly alerts: { by: string; alert: Alert }[] = [];

  of(by: string): Alert[] {
    return this.alerts.filter(each => each.by === by).map(({ alert }) => alert);
  }
}

@AlertNotifier()
@Injectable()
class PagerNotifier implements Notifier {
  readonly name = 'pager';
  constructor(@Inject(Inbox) private readonly inbox: Inbox) {}
  async notify(alert: Alert): Promise<void> {
    this.inbox.alerts.push({ by: this.name, alert });
  }
}

@AlertNotifier()
class MadeByFactory implements Notifier {
  readonly name = 'made';
  constructor(private readonly inbox: Inbox) {}
  async notify(alert: Alert): Promise<void> {
    this.inbox.alerts.push({ by: this.name, alert });
  }
}

@AlertNotifier()
class FailingNotifier implements Notifier {
  readonly name = 'failing';
  notify(): Promise<void> {
    throw new Error('the pager service is down; token=abc123');
  }
}

@AlertNotifier()
class NoNotifier {
  readonly name = 'not one';
}

@AlertNotifier()
class Nameless {
  async notify(): Promise<void> {
    throw new Error('is never called');
  }
}

@AlertNotifier()
@Injectable({ scope: Scope.REQUEST })
class EachRequest implements Notifier {
  readonly name = 'each request';
  async notify(): Promise<void> {
    throw new Error('is never called');
  }
}

@Module({ providers: [Inbox], exports: [Inbox] })
class InboxModule {}

@Module({ imports: [InboxModule], providers: [PagerNotifier, { provide: 'alias', useExisting: PagerNotifier }] })
class DeepModule {}

@Module({ imports: [DeepModule] })
class FeatureModule {}

describe('notifiers of the application', () => {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  async function start(metadata: ModuleMetadata, options: object = { localFile: false }): Promise<TestApp> {
    const app = await TestApp.start({ controllers: [SlowController], ...metadata }, { threshold: 20, ...options });
    closers.push(() => app.close());
    return app;
  }

  it('are found in any module, with what they inject, and are given each alert once', async () => {
    const app = await start({ imports: [FeatureModule] });
    await fetch(`${app.url}/slow`);
    await fetch(`${app.url}/slow`);
    const inbox = app.app.get(Inbox, { strict: false });
    await until(() => inbox.alerts.length > 0, 'an alert');
    await app.monitor.flush('60s');
    expect(inbox.of('pager').map(({ report, test }) => [report.execution.name, test])).toEqual([['GET /slow', false]]);
  });

  it('are found when a factory makes them', async () => {
    const app = await start({
      imports: [InboxModule],
      providers: [{ provide: 'made', useFactory: (inbox: Inbox) => new MadeByFactory(inbox), inject: [Inbox] }],
    });
    await app.monitor.testNotifiers();
    expect(app.app.get(Inbox, { strict: false }).of('made')).toHaveLength(1);
  });

  it('are asked once, however often the module is imported', async () => {
    const again = PerformanceMonitorModule.forRoot({ localFile: false });
    const app = await start({ imports: [FeatureModule, again] });
    expect((await app.monitor.testNotifiers()).results).toEqual({ pager: { ok: true } });
    expect(app.app.get(Inbox, { strict: false }).of('pager')).toHaveLength(1);
  });

  it.each([
    [
      NoNotifier,
      'NoNotifier has @AlertNotifier(), but receives no alerts: it has no method notify(alert, signal); implement Notifier',
    ],
    [Nameless, 'Nameless has @AlertNotifier(), but receives no alerts: it has no name; implement Notifier'],
    [EachRequest, 'EachRequest has @AlertNotifier(), but receives no alerts: Nest creates it for each request'],
  ])('says at the start what is wrong with %p', async (wrong, text) => {
    const app = await start({ providers: [wrong] });
    expect(app.logger.ours().filter(line => line.startsWith('warn') && line.includes(text))).toHaveLength(1);
    expect((await app.monitor.testNotifiers()).results).toEqual({});
  });

  describe('testNotifiers()', () => {
    it('sends a marked alert through every notifier, again each time, and says what went wrong at which', async () => {
      const server = await FakeMattermost.start();
      closers.push(() => server.close());
      server.state.revoke(server.token);
      const app = await start(
        { imports: [FeatureModule], providers: [FailingNotifier] },
        {
          localFile: false,
          mattermost: { serverUrl: server.url, token: server.token, channelId: server.channel.id },
        },
      );
      for (let time = 1; time <= 2; time += 1) {
        const { success, results } = await app.monitor.testNotifiers();
        expect(success).toBe(false);
        expect(results).toEqual({
          mattermost: { ok: false, error: expect.stringContaining('the token is wrong or revoked') },
          pager: { ok: true },
          failing: { ok: false, error: 'the pager service is down; token=[REDACTED]' },
        });
        const got = app.app.get(Inbox, { strict: false }).of('pager');
        expect(got).toHaveLength(time);
        expect(got.every(({ test }) => test)).toBe(true);
      }
    });

    it('sends through Mattermost and the files, with a page that says that it is a test', async () => {
      const server = await FakeMattermost.start();
      closers.push(() => server.close());
      const app = await start(
        {},
        {
          mattermost: { serverUrl: server.url, token: server.token, channelId: server.channel.id },
        },
      );
      const { success, results } = await app.monitor.testNotifiers();
      expect(results).toEqual({ 'local-file': { ok: true }, mattermost: { ok: true } });
      expect(success).toBe(true);
      expect(server.posts[0]?.message).toBe('**This is a test of the notifiers: nothing was slow.**');
      expect(server.state.files.get(server.posts[0]?.file_ids[0] ?? '')?.bytes.length).toBeGreaterThan(10_000);
    });

    it('sends one alert for all who ask at once', async () => {
      const app = await start({ imports: [FeatureModule] });
      const answers = await Promise.all([1, 2, 3].map(() => app.monitor.testNotifiers()));
      expect(answers.every(({ success }) => success)).toBe(true);
      expect(app.app.get(Inbox, { strict: false }).of('pager')).toHaveLength(1);
      await app.monitor.testNotifiers();
      expect(app.app.get(Inbox, { strict: false }).of('pager')).toHaveLength(2);
    });

    it('takes no turn of a real alert', async () => {
      const app = await start({ imports: [FeatureModule] });
      await app.monitor.testNotifiers();
      await fetch(`${app.url}/slow`);
      const inbox = app.app.get(Inbox, { strict: false });
      await until(() => inbox.of('pager').some(({ test }) => !test), 'a real alert');
      expect(app.monitor.getStats().alerts.sent).toBeLessThanOrEqual(1);
    });

    it('is no success when nobody would be told', async () => {
      expect(await (await start({})).monitor.testNotifiers()).toEqual({ success: false, results: {} });
    });

    it('works while the monitor is switched off', async () => {
      const app = await start({ imports: [FeatureModule] }, { enabled: false });
      const { results } = await app.monitor.testNotifiers();
      expect(results).toEqual({ 'local-file': { ok: true }, pager: { ok: true } });
      expect(await readdir(app.directory)).toContainEqual(expect.stringContaining('Test-alert'));
    });
  });
});
