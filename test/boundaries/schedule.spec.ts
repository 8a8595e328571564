import { readdir } from 'node:fs/promises';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Controller, Get, Injectable, type ModuleMetadata } from '@nestjs/common';
import { Cron, Interval, ScheduleModule, SchedulerRegistry } from '@nestjs/schedule';
import { AlertNotifier, type Digest, type Notifier } from '../../lib/index.js';
import { DigestJob } from '../../lib/jobs/digest.job.js';
import { FakeMattermost } from '../support/mattermost/fake-mattermost.js';
import { TestApp, spin, until } from '../integration/support/test-app.js';

@Injectable()
class Jobs {
  static readonly ticks: number[] = [];
  static interval = 0;

  @Cron('* * * * * *', { name: 'mine' })
  tick(): void {
    Jobs.ticks.push(Date.now());
  }

  @Interval('every', 100)
  each(): void {
    Jobs.interval += 1;
  }
}

@Controller()
class SlowController {
  /** Busy by itself for nearly all of its time: nothing else is to blame for it. */
  @Get('slow')
  slow(): string {
    spin(100);
    return 'done';
  }
}

@AlertNotifier()
class DigestKeeper implements Notifier {
  readonly name = 'keeper';
  readonly digests: Digest[] = [];
  async notify(): Promise<void> {
    // Only digests are of interest here.
  }
  async digest(digest: Digest): Promise<void> {
    this.digests.push(digest);
  }
}

describe('jobs by the clock', () => {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  async function start(metadata: ModuleMetadata, options: object = {}): Promise<TestApp> {
    const app = await TestApp.start({ controllers: [SlowController], ...metadata }, { threshold: 20, ...options });
    closers.push(() => app.close());
    return app;
  }

  it('stand in the registry of the application, whose own jobs run once each', async () => {
    const app = await start({ imports: [ScheduleModule.forRoot()], providers: [Jobs] }, { digest: 'daily' });
    const registry = app.app.get(SchedulerRegistry, { strict: false });
    expect([...registry.getCronJobs().keys()].sort()).toEqual([
      'mine',
      'performance-monitor:digest',
      'performance-monitor:retention',
    ]);
    expect(registry.getIntervals()).toEqual(['every']);
    [Jobs.ticks.length, Jobs.interval] = [0, 0];
    const begin = Date.now();
    await until(() => Jobs.ticks.length >= 2, 'two ticks');
    // Run twice each, the two ticks would come in one turn of the loop, and twice as many of the interval.
    const [first = 0, second = 0] = Jobs.ticks;
    expect(second - first).toBeGreaterThan(300);
    expect(Jobs.interval).toBeLessThanOrEqual((Date.now() - begin) / 100 + 1);
  });

  it('run without a scheduler in the application, and end with it', async () => {
    const app = await start({});
    expect(() => app.app.get(SchedulerRegistry, { strict: false })).toThrow();
    await closers.pop()?.();
    expect(app.logger.ours().filter(line => line.startsWith('error'))).toEqual([]);
  });

  it('are taken out of the registry on close', async () => {
    const app = await start({ imports: [ScheduleModule.forRoot()] }, { digest: 'weekly' });
    const jobs = app.app.get(SchedulerRegistry, { strict: false }).getCronJobs();
    const ours = [...jobs.values()];
    await closers.pop()?.();
    expect(jobs.size).toBe(0);
    expect(ours.map(job => job.isActive)).toEqual([false, false]);
  });

  it('make no application stay', async () => {
    const timers = (): number => process.getActiveResourcesInfo().filter(name => name === 'Timeout').length;
    const before = timers();
    await start({}, { digest: 'daily' });
    expect(timers()).toBeLessThanOrEqual(before);
  });

  describe('the digest', () => {
    const EACH_SECOND = { cron: '* * * * * *' };

    it('tells what was slow, and how often nobody was alerted', async () => {
      const app = await start({ providers: [DigestKeeper] }, { digest: 'daily' });
      for (let time = 0; time < 3; time += 1) await fetch(`${app.url}/slow`);
      // An alert that is still on its way would count for the next digest.
      await app.monitor.flush('60s');
      await app.app.get(DigestJob, { strict: false }).run(new AbortController().signal);
      const [digest] = app.app.get(DigestKeeper, { strict: false }).digests;
      expect(digest).toMatchObject({ slow: 3, suppressed: 2, more: 0 });
      expect(digest?.endpoints).toMatchObject([{ kind: 'http', name: 'GET /slow', slow: 3, suppressed: 2 }]);
      expect(digest?.endpoints[0]?.worstMs).toBeGreaterThanOrEqual(100);
    });

    it('comes by the clock, through all notifiers', async () => {
      const server = await FakeMattermost.start();
      closers.push(() => server.close());
      const app = await start(
        { providers: [DigestKeeper] },
        {
          digest: EACH_SECOND,
          mattermost: { serverUrl: server.url, token: server.token, channelId: server.channel.id },
        },
      );
      const { digests } = app.app.get(DigestKeeper, { strict: false });
      await fetch(`${app.url}/slow`);
      await until(() => digests.length > 0, 'a digest');
      expect(digests[0]?.endpoints).toMatchObject([{ kind: 'http', name: 'GET /slow', slow: 1 }]);
      await until(() => server.posts.some(({ message }) => message.includes('slow at 1 endpoint since')), 'a post');
      await until(async () => (await readdir(app.directory)).some(name => name.includes('_digest_')), 'a file');
    });

    it('is not sent when nothing was slow, nor unless it is asked for', async () => {
      const [quiet, off] = [
        await start({ providers: [DigestKeeper] }, { digest: EACH_SECOND }),
        await start({ providers: [DigestKeeper] }),
      ];
      const job = quiet.app.get(DigestJob, { strict: false });
      const run = jest.spyOn(job, 'run');
      await fetch(`${off.url}/slow`);
      await off.monitor.flush('60s');
      await until(() => run.mock.calls.length >= 2, 'two turns of the digest');
      expect(off.app.get(DigestKeeper, { strict: false }).digests).toEqual([]);
      expect(quiet.app.get(DigestKeeper, { strict: false }).digests).toEqual([]);
    });
  });
});
