import { BullModule, InjectQueue, OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Body, Controller, Injectable, Post } from '@nestjs/common';
import { UnrecoverableError, type Job, type Queue } from 'bullmq';
import type { HostApplication } from '../probe/application.js';
import { note, store } from '../probe/record.js';
import { Watched } from '../probe/stages.js';

const connection = { host: '127.0.0.1', port: Number(process.env['HOST_REDIS_PORT']) };
const ENDED = ['completed', 'failed'];

@Injectable()
class Mailer {
  async send(to: string): Promise<string> {
    await Promise.resolve();
    note(`sent to ${to}`);
    return `${to} has it, ${store.getStore()?.id ?? 'in no store'}`;
  }
}

@Processor('mail', { concurrency: 3 })
class MailProcessor extends WorkerHost {
  constructor(private readonly mailer: Mailer) {
    super();
  }

  async process(job: Job<{ to: string }>): Promise<unknown> {
    return store.run({ id: `job ${job.id ?? ''}` }, async () => {
      note(`${job.name}, attempt ${job.attemptsMade}`);
      if (job.name === 'flaky' && job.attemptsMade === 0) throw new RangeError('as planned');
      if (job.name === 'hopeless') throw new UnrecoverableError('as planned');
      return this.mailer.send(job.data.to);
    });
  }

  @OnWorkerEvent('failed')
  failed(job: Job, error: Error): void {
    store.run({ id: `job ${job.id ?? ''}` }, () => note(`failed: ${error.name} ${error.message}`));
  }
}

@Controller('mail')
@Watched()
class MailController {
  constructor(@InjectQueue('mail') private readonly queue: Queue) {}

  @Post()
  async post(@Body() { name, jobId }: { name: string; jobId: string }): Promise<object> {
    const options = { jobId, attempts: 2, backoff: 10 };
    const job = await this.queue.add(name, { to: jobId }, options);
    return { id: job.id };
  }
}

export const application: HostApplication = {
  module: () => ({
    imports: [
      // Its own: a job of an earlier run would not be processed again.
      BullModule.forRoot({ connection, prefix: `host-${process.pid}` }),
      BullModule.registerQueue({ name: 'mail' }),
    ],
    controllers: [MailController],
    providers: [MailProcessor, Mailer],
  }),
  watched: ['queue'],
  async drive(drive, app) {
    const queue = app.get<Queue>('BullQueue_mail');
    const send = async (name: string, jobId: string): Promise<void> => {
      await drive.post(`POST ${jobId}`, '/mail', { name, jobId });
      const state = await drive.until(jobId, async () => {
        const now = await queue.getJobState(jobId);
        return ENDED.includes(now) ? now : undefined;
      });
      const job = (await queue.getJob(jobId)) as Job;
      drive.result(jobId, [state, job.returnvalue, job.failedReason, job.attemptsMade]);
    };
    await send('plain', 'one');
    await send('flaky', 'two');
    await send('hopeless', 'three');
    await drive.crowd(index => send('plain', `crowd ${index}`));
  },
};
