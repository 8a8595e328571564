import { types } from 'node:util';
import type { Callable } from '../../tracing/callable.js';
import { hasOwnState } from '../policy/own-state.js';

/** The members of a `CronJob` of the package `cron` in use. The application may lack that package. @internal */
export interface ScheduledJob {
  /** Sets the timer of the next run. The timer calls it again, right before the run. */
  start: Callable;
  /** Begins a run, for the timer or for the application. */
  fireOnTick: Callable;
  /** The date of the present run, or of the last one by the timer. Another object for each. */
  lastDate(): Date | null;
  /** Computes the next date. It takes a millisecond, so it is not called once more. */
  readonly cronTime: { sendAt: Callable };
  /** The functions that a run calls. Private, and there is no other place where they can be found. */
  readonly _callbacks?: unknown;
}

/** The members of the `SchedulerRegistry` of `@nestjs/schedule` in use. @internal */
export interface ScheduleRegistry {
  addCronJob: Callable;
  deleteCronJob: Callable;
  getCronJobs(): ReadonlyMap<unknown, unknown>;
}

/** False for a mock: its functions have a state that a test reads. @internal */
export function isScheduledJob(value: unknown): value is ScheduledJob {
  if (!hasMethods(value, ['start', 'fireOnTick', 'lastDate'])) return false;
  return hasMethods(Reflect.get(value, 'cronTime'), ['sendAt']);
}

/** False for a mock. @internal */
export function isScheduleRegistry(value: unknown): value is ScheduleRegistry {
  return hasMethods(value, ['addCronJob', 'deleteCronJob', 'getCronJobs']);
}

function hasMethods(value: unknown, methods: readonly string[]): value is object {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return false;
  return methods.every(name => {
    const method: unknown = Reflect.get(value, name);
    return typeof method === 'function' && !types.isProxy(method) && !hasOwnState(method);
  });
}
