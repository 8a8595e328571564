import type { CallSite } from '../../tracing/call-site.js';
import type { Job } from './job.interface.js';

/** Further names of a queue are one name: `job mail/*`. They may contain user data. */
export const MAX_NAMES = 100;
/** Queues of one class. Further ones are one queue: `job *`. A class of one queue has one. */
const MAX_QUEUES = 100;
const MAX_LENGTH = 80;

interface QueueSites {
  readonly byJob: Map<string, CallSite>;
  readonly others: CallSite;
}

/**
 * The sites of executions by queue and name of the job, made at the first job of each name.
 *
 * @internal
 */
export class JobSites {
  private readonly byClass = new WeakMap<CallSite, Map<string, QueueSites>>();

  /** @param described the site of the class */
  of(described: CallSite, { queueName, name }: Job): CallSite {
    let queues = this.byClass.get(described);
    if (queues === undefined) this.byClass.set(described, (queues = new Map()));
    let sites = queues.get(queueName);
    if (sites === undefined) {
      if (queues.size >= MAX_QUEUES) return described;
      sites = { byJob: new Map(), others: named(described, `job ${cut(queueName)}/*`) };
      queues.set(queueName, sites);
    }
    const known = sites.byJob.get(name);
    if (known !== undefined) return known;
    if (sites.byJob.size >= MAX_NAMES) return sites.others;
    const site = named(described, `job ${cut(queueName)}/${cut(name)}`);
    sites.byJob.set(name, site);
    return site;
  }
}

function named(site: CallSite, name: string): CallSite {
  return { ...site, name };
}

function cut(text: string): string {
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}
