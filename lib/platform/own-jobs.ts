/** Begins the names of the monitor's own jobs in the `SchedulerRegistry` of an application. @internal */
export const OWN_JOB_PREFIX = 'performance-monitor:';
