import { nameWithoutValues } from '../messages/name-without-values.js';
import { ownValue } from '../own-value.js';

/** Jobs of one call whose names are compared. */
const MAX_COMPARED = 1_000;
const ALL = '*';

/** `mail/welcome` for a job of the queue `mail`. @internal */
export function jobName(queue: string, job: unknown): string {
  return `${nameWithoutValues(queue)}/${typeof job === 'string' ? nameWithoutValues(job) : ALL}`;
}

/** `mail/welcome` where all jobs of a call have this name, else `mail/*`. @internal */
export function bulkName(queue: string, jobs: unknown): string {
  if (!Array.isArray(jobs) || jobs.length > MAX_COMPARED) return jobName(queue, undefined);
  const names = new Set(jobs.map(job => ownValue(job, 'name')));
  return jobName(queue, names.size === 1 ? names.values().next().value : undefined);
}

/** `mail/welcome` for a flow by the job at its top. @internal */
export function flowName(flow: unknown): string {
  const queue = ownValue(flow, 'queueName');
  return jobName(typeof queue === 'string' ? queue : ALL, ownValue(flow, 'name'));
}
