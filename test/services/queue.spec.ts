import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { BullModule, getQueueToken, Processor, WorkerHost } from '@nestjs/bullmq';
import { Injectable, Scope } from '@nestjs/common';
import { DelayedError, QueueEvents, type Job, type Queue } from 'bullmq';
import type { EndpointStats } from '../../lib/index.js';
import { delay, TestApp, until } from '../integration/support/test-app.js';
import { RedisServer } from './support/redis-server.js';

const attempts: (number | undefined)[] = [];

@Injectable()
class Mailer {
  async send(address: string): Promise<string> {
    await delay(60);
    return address;
  }
}

@Processor('mail', { concurrency: 20 })
class MailProcessor extends WorkerHost {
  constructor(private readonly mailer: Mailer) {
    super();
  }

  async process(job: Job<{ to: string }>, token?: string): Promise<string> {
    attempts.push(job.attemptsStarted);
    if (job.name === 'retried' && job.attemptsMade === 0) throw new Error('on purpose');
    if (job.name === 'delayed' && job.attemptsStarted === 1) {
      await job.moveToDelayed(Date.now() + 50, token);
      throw new DelayedError();
    }
    return this.mailer.send(job.data.to);
  }
}

@Processor({ name: 'scoped', scope: Scope.REQUEST })
class ScopedProcessor extends WorkerHost {
  async process(job: Job): Promise<string> {
    await delay(1);
    return job.name;
  }
}

describe('jobs of BullMQ', () => {
  let server: RedisServer;
  let app: TestApp;
  let events: QueueEvents[] = [];
  beforeAll(async () => {
    server = await RedisServer.start();
  });
  afterAll(() => server.dispose());
  afterEach(async () => {
    await app.close();
    await Promise.all(events.map(each => each.close()));
    events = [];
    attempts.length = 0;
  });

  async function start(options: object = {}): Promise<void> {
    const imports = [
      BullModule.forRoot({ connection: { url: server.url } }),
      BullModule.registerQueue({ name: 'mail' }, { name: 'scoped' }),
    ];
    app = await TestApp.start(
      { imports, providers: [Mailer, MailProcessor, ScopedProcessor] },
      { threshold: 40, ...options },
    );
  }
  async function run(queue: string, name: string, options: object = {}): Promise<unknown> {
    const listener = new QueueEvents(queue, { connection: { url: server.url } });
    events.push(listener);
    await listener.waitUntilReady();
    const job = await app.app.get<Queue>(getQueueToken(queue), { strict: false }).add(name, { to: 'x' }, options);
    return job.waitUntilFinished(listener);
  }
  const named = (name: string): EndpointStats | undefined =>
    app.monitor.getStats().endpoints.find(endpoint => endpoint.name === name);

  it('are executions with queue and name, the time in the queue, the attempt and the id', async () => {
    await start();
    expect(await run('mail', 'welcome', { jobId: 'welcome-1' })).toBe('x');
    const { execution, timeline, accounting } = await app.report('job mail/welcome');
    expect(execution).toMatchObject({
      kind: 'queue',
      name: 'job mail/welcome',
      handler: 'MailProcessor.process',
      outcome: 'ok',
      attempt: 1,
      jobId: 'welcome-1',
    });
    expect(execution.queuedMs).toBeGreaterThanOrEqual(0);
    expect(execution.durationMs).toBeGreaterThanOrEqual(55);
    expect(timeline.spans.map(({ name }) => name)).toEqual([
      'job mail/welcome',
      'MailProcessor.process',
      'Mailer.send',
    ]);
    expect(accounting.waiting).toContainEqual(expect.objectContaining({ on: 'timer' }));
  });

  it('are an execution for each attempt, failed or not', async () => {
    await start({ threshold: '1h' });
    expect(await run('mail', 'retried', { attempts: 2 })).toBe('x');
    await until(() => named('job mail/retried')?.count === 2, 'two attempts');
    expect(attempts).toEqual([1, 2]);
  });

  it('state no time in the queue for a later attempt', async () => {
    await start();
    expect(await run('mail', 'retried', { attempts: 2 })).toBe('x');
    const { execution } = await app.report('job mail/retried');
    expect(execution.attempt).toBe(2);
    expect(execution.queuedMs).toBeUndefined();
  });

  it('raise an alert for their time in the queue alone, with a fingerprint of its own, once', async () => {
    await start({ threshold: '1h', queueThreshold: 30, escalation: false });
    const queue = app.app.get<Queue>(getQueueToken('mail'), { strict: false });
    // A job of the past: no machine is fast enough to have it in time.
    for (const to of ['a', 'b', 'c']) await queue.add('late', { to }, { timestamp: Date.now() - 60_000 });
    const { execution, verdict, findings, accounting } = await app.report('job mail/late');
    expect(execution).toMatchObject({ thresholdMs: 3_600_000, queueThresholdMs: 30, outcome: 'ok' });
    expect(verdict).toMatchObject({ kind: 'queued', subject: 'mail', ms: execution.queuedMs });
    expect(verdict.ms).toBeGreaterThanOrEqual(60_000);
    expect(verdict.headline).toMatch(/^Waited 1 min( \d+ s)? in the queue mail before it began$/);
    expect(findings[0]?.kind).toBe('timer');
    expect(accounting.durationMs).toBeCloseTo(execution.durationMs, 0);
    await until(() => named('job mail/late')?.count === 3, 'all jobs');
    expect(await app.monitor.flush('10s')).toBe(true);
    const { executions, slow, alerts } = app.monitor.getStats();
    expect({ executions, slow, sent: alerts.sent }).toEqual({ executions: 3, slow: 0, sent: 1 });
  });

  it('that are slow, too, have the time in the queue as second finding', async () => {
    await start({ queueThreshold: 30 });
    const queue = app.app.get<Queue>(getQueueToken('mail'), { strict: false });
    await queue.add('late', { to: 'x' }, { timestamp: Date.now() - 60_000 });
    const { verdict, findings } = await app.report('job mail/late');
    expect([verdict.kind, findings[0]?.kind]).toEqual(['timer', 'queued']);
  });

  it('below queueThreshold, or without it, raise no alert', async () => {
    await start({ threshold: '1h', queueThreshold: '1d' });
    const queue = app.app.get<Queue>(getQueueToken('mail'), { strict: false });
    const late = { timestamp: Date.now() - 60_000 };
    await queue.add('late', { to: 'x' }, late);
    await until(() => named('job mail/late')?.count === 1, 'the job');
    app.monitor.updateOptions({ queueThreshold: false });
    await queue.add('late', { to: 'x' }, late);
    await until(() => named('job mail/late')?.count === 2, 'the second job');
    app.monitor.updateOptions({ queueThreshold: '1s' });
    await queue.add('retried', { to: 'x' }, { ...late, attempts: 2 });
    await until(() => named('job mail/retried')?.count === 2, 'both attempts');
    expect(await app.monitor.flush('10s')).toBe(true);
    // The first attempt of the third job only.
    expect(app.monitor.getStats().alerts.sent).toBe(1);
  });

  it('have not failed when they are delayed', async () => {
    await start({ threshold: 1, escalation: false });
    expect(await run('mail', 'delayed')).toBe('x');
    const { execution } = await app.report('job mail/delayed');
    expect(execution.outcome).toBe('ok');
    await until(() => named('job mail/delayed')?.count === 2, 'both runs');
  });

  it('are watched in processors of the scope of a request', async () => {
    await start();
    expect(await run('scoped', 'one')).toBe('one');
    await until(() => named('job scoped/one')?.count === 1, 'the job');
  });

  it('have a bounded number of names', async () => {
    await start({ threshold: '1h' });
    const queue = app.app.get<Queue>(getQueueToken('mail'), { strict: false });
    await queue.addBulk(Array.from({ length: 150 }, (_, n) => ({ name: `to-${n}`, data: { to: 'x' } })));
    await until(() => app.monitor.getStats().executions === 150, 'all jobs');
    expect(named('job mail/*')?.count).toBe(50);
  });

  it('leave calls with other arguments alone', async () => {
    await start();
    const processor = app.app.get(MailProcessor, { strict: false });
    expect(await processor.process({ name: 'by hand', data: { to: 'y' } } as Job)).toBe('y');
    expect(app.monitor.getStats().executions).toBe(0);
  });
});
