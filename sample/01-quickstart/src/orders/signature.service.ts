import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Profile } from 'nestjs-performance-monitor';
import { pbkdf2, pbkdf2Sync } from 'node:crypto';
import { promisify } from 'node:util';
import { roundsForWork } from '../workload.js';
import type { Order } from './order.interface.js';

const derive = promisify(pbkdf2);
const SALT = 'quickstart';
const KEY_BYTES = 64;
const MEASURED_ITERATIONS = 30_000;
const MEASURED_RUNS = 3;

@Injectable()
export class SignatureService implements OnModuleInit {
  private iterations = MEASURED_ITERATIONS;

  /** As for password hashes, the number of iterations is chosen for the machine. */
  onModuleInit(): void {
    let fastestMs = Infinity;
    for (let run = 0; run < MEASURED_RUNS; run++) {
      const startedAt = performance.now();
      pbkdf2Sync('measured', SALT, MEASURED_ITERATIONS, KEY_BYTES, 'sha512');
      fastestMs = Math.min(fastestMs, performance.now() - startedAt);
    }
    this.iterations = roundsForWork(MEASURED_ITERATIONS, fastestMs);
  }

  /** Slow: waits for a thread of the pool to derive the key. */
  @Profile('order signature')
  async sign(order: Order): Promise<string> {
    const key = await derive(JSON.stringify(order), SALT, this.iterations, KEY_BYTES, 'sha512');
    return key.toString('base64url');
  }
}
