import { Inject, Injectable, ServiceUnavailableException } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { getJson, UPSTREAM_URL } from '../upstream.client.js';

const MAX_ATTEMPTS = 4;
const FIRST_PAUSE_MS = 500;

@Injectable()
export class ConfirmationService {
  constructor(@Inject(UPSTREAM_URL) private readonly upstream: string) {}

  /** Slow: the payment service is busy, and the pause before each new attempt doubles. */
  async confirm(id: number): Promise<{ id: number; attempts: number }> {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      if (await this.capture(id)) return { id, attempts: attempt };
      await this.backOff(attempt);
    }
    throw new ServiceUnavailableException('the payment service is busy');
  }

  private async capture(id: number): Promise<boolean> {
    try {
      await getJson(this.upstream, `/payments/${id}`);
      return true;
    } catch {
      return false;
    }
  }

  private async backOff(attempt: number): Promise<void> {
    await sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1));
  }
}
