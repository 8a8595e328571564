import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { DiscoveryService } from '@nestjs/core';
import { SchedulerRegistry } from '@nestjs/schedule';
import { JobScheduler } from '../../../lib/jobs/job-scheduler.js';
import type { MonitorLogger } from '../../../lib/logging/monitor.logger.js';

const SCHEDULE = { cron: '0 */10 * * * *', everyMs: 600_000 };

function jobsOf(providers: { token: unknown; instance: unknown }[]) {
  const failures: string[] = [];
  const logger = { failure: (what: string) => failures.push(what) };
  const discovery = { getProviders: () => providers };
  const jobs = new JobScheduler(discovery as unknown as DiscoveryService, logger as unknown as MonitorLogger);
  return { jobs, failures };
}

describe('a job', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('runs at its interval without a scheduler of the application, until it is stopped', async () => {
    const { jobs } = jobsOf([]);
    const task = jest.fn(async () => undefined);
    await jobs.add('retention', SCHEDULE, task);
    await jest.advanceTimersByTimeAsync(3 * SCHEDULE.everyMs);
    expect(task).toHaveBeenCalledTimes(3);
    jobs.stop();
    await jest.advanceTimersByTimeAsync(3 * SCHEDULE.everyMs);
    expect(task).toHaveBeenCalledTimes(3);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('never runs twice at once, and continues after a failure', async () => {
    const { jobs, failures } = jobsOf([]);
    let end: (error: Error) => void = () => undefined;
    const task = jest.fn(
      () =>
        new Promise<void>((_, reject) => {
          end = reject;
        }),
    );
    await jobs.add('retention', SCHEDULE, task);
    await jest.advanceTimersByTimeAsync(3 * SCHEDULE.everyMs);
    expect(task).toHaveBeenCalledTimes(1);
    end(new Error('the disk is gone'));
    await jest.advanceTimersByTimeAsync(SCHEDULE.everyMs);
    expect(task).toHaveBeenCalledTimes(2);
    expect(failures).toEqual(['The job retention failed']);
    jobs.stop();
  });

  it('ignores another class with the name of the registry', async () => {
    const add = jest.fn();
    const Stranger = { SchedulerRegistry: class {} }.SchedulerRegistry;
    const { jobs } = jobsOf([{ token: Stranger, instance: { addCronJob: add } }]);
    await jobs.add('retention', SCHEDULE, async () => undefined);
    expect(add).not.toHaveBeenCalled();
    expect(jest.getTimerCount()).toBe(1);
    jobs.stop();
  });

  it('runs on its cron expression with a scheduler of the application', async () => {
    jest.setSystemTime(Date.UTC(2_026, 0, 1, 0, 9));
    const registry = new SchedulerRegistry();
    const { jobs } = jobsOf([{ token: SchedulerRegistry, instance: registry }]);
    const task = jest.fn(async () => undefined);
    await jobs.add('retention', SCHEDULE, task);
    const job = registry.getCronJob('performance-monitor:retention');
    await jest.advanceTimersByTimeAsync(59_000);
    expect(task).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(task).toHaveBeenCalledTimes(1);
    expect(job.lastDate()?.getTime()).toBe(Date.now());
    await jest.advanceTimersByTimeAsync(3 * SCHEDULE.everyMs);
    expect(task).toHaveBeenCalledTimes(4);
    jobs.stop();
    await jest.advanceTimersByTimeAsync(3 * SCHEDULE.everyMs);
    expect(task).toHaveBeenCalledTimes(4);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('runs when its next time is beyond the limit of a timer', async () => {
    jest.setSystemTime(Date.UTC(2_026, 0, 2));
    const { jobs } = jobsOf([]);
    const task = jest.fn(async () => undefined);
    await jobs.add('yearly', { cron: '0 0 0 1 1 *', timeZone: 'UTC' }, task);
    await jest.advanceTimersByTimeAsync(363 * 86_400_000);
    expect(task).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(86_400_000);
    expect(task).toHaveBeenCalledTimes(1);
    jobs.stop();
  });

  it('is in the registry of the application, which may delete it first', async () => {
    const registry = new SchedulerRegistry();
    const { jobs } = jobsOf([{ token: SchedulerRegistry, instance: registry }]);
    await jobs.add('retention', SCHEDULE, async () => undefined);
    const job = registry.getCronJob('performance-monitor:retention');
    expect(job.isActive).toBe(true);
    registry.deleteCronJob('performance-monitor:retention');
    expect(() => jobs.stop()).not.toThrow();
    expect(job.isActive).toBe(false);
  });
});
