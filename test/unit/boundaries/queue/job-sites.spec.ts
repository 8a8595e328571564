import { describe, expect, it } from '@jest/globals';
import { JobSites, MAX_NAMES } from '../../../../lib/boundaries/queue/job-sites.js';
import type { CallSite } from '../../../../lib/tracing/call-site.js';

const CLASS: CallSite = {
  name: 'job *',
  kind: 'execution',
  isAsync: false,
  returnsObservable: false,
  isLearning: false,
  handlerName: 'MailProcessor.process',
};

describe('JobSites', () => {
  it('has one site for each queue and job, with the facts of the class', () => {
    const sites = new JobSites();
    const site = sites.of(CLASS, { queueName: 'mail', name: 'welcome' });
    expect(site).toEqual({ ...CLASS, name: 'job mail/welcome' });
    expect(sites.of(CLASS, { queueName: 'mail', name: 'welcome' })).toBe(site);
    expect(sites.of(CLASS, { queueName: 'sms', name: 'welcome' }).name).toBe('job sms/welcome');
    expect(sites.of({ ...CLASS }, { queueName: 'mail', name: 'welcome' })).not.toBe(site);
  });

  it('has a bounded number of names, each of a bounded length', () => {
    const sites = new JobSites();
    const names = Array.from(
      { length: 10_000 },
      (_, n) => sites.of(CLASS, { queueName: 'mail', name: `to-${n}` }).name,
    );
    expect(new Set(names).size).toBe(MAX_NAMES + 1);
    expect(names.at(-1)).toBe('job mail/*');
    expect(sites.of(CLASS, { queueName: 'q', name: 'x'.repeat(5_000) }).name.length).toBeLessThan(100);
    const queues = Array.from({ length: 10_000 }, (_, n) => sites.of(CLASS, { queueName: `q${n}`, name: 'n' }).name);
    expect(new Set(queues).size).toBeLessThanOrEqual(100);
    expect(queues.at(-1)).toBe('job *');
  });
});
