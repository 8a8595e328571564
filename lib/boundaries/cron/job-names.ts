import { oneLine } from '../../model/format/one-line.js';

/** Further names are one name: an application may add a job for each user. */
export const MAX_NAMES = 200;
const MAX_LENGTH = 80;

/**
 * The names of the executions of jobs that the application has added.
 *
 * @internal
 */
export class JobNames {
  private readonly names = new Set<string>();

  of(job: string): string {
    const name = oneLine(job, MAX_LENGTH);
    if (!this.names.has(name) && this.names.size >= MAX_NAMES) return 'cron *';
    this.names.add(name);
    return `cron ${name}`;
  }
}
