import { setTimeout as delay } from 'node:timers/promises';
import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';

/** One job at a time: the next one waits. */
@Processor('mail', { concurrency: 1 })
export class MailProcessor extends WorkerHost {
  async process({ name }: Job): Promise<string> {
    if (name === 'bounced') throw new Error('the address does not exist');
    if (name === 'newsletter') await this.render(400);
    return 'sent';
  }

  private async render(ms: number): Promise<void> {
    await delay(ms);
  }
}
