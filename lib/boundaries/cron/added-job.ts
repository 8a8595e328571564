import { disguise } from '../../instrumentation/decorators/wrap-method.js';
import type { CallSite } from '../../tracing/call-site.js';
import type { Callable } from '../../tracing/callable.js';
import { spanStorage } from '../../tracing/execution-context.js';
import { MAX_DEPTH } from '../../tracing/span-limits.js';
import type { Tracer } from '../../tracing/tracer.interface.js';
import type { ScheduledRuns } from './scheduled-runs.js';

/** A function that a job calls, and the site of its executions. @internal */
export interface AddedJob {
  readonly callback: Callable;
  readonly site: CallSite;
  /** By `@SlowThreshold()` or `@Profile()`. */
  readonly thresholdMs: number | undefined;
}

/**
 * The function to be called in place of the job's own: each call is an execution. Inside another execution it is a span.
 *
 * @internal
 */
export function watchedCallback(job: AddedJob, tracer: Tracer, runs: ScheduledRuns): Callable {
  const { callback, site, thresholdMs } = job;
  const inside: CallSite = {
    ...site,
    kind: 'handler',
    name: site.handlerName ?? site.name,
    asExecution: { kind: 'cron', site, thresholdMs },
  };
  const begin: Callable = (self, args) => {
    const execution = spanStorage.getStore()?.execution;
    // Without a tracer that runs, the context is still that of the code which added the job.
    if (execution?.root.site === site) runs.began(execution);
    return Reflect.apply(callback, self, args as unknown[]);
  };
  const { watched } = {
    watched(this: unknown, ...args: unknown[]): unknown {
      const parent = spanStorage.getStore();
      if (parent === undefined || parent.execution.finished)
        return tracer.callAsExecution('cron', site, thresholdMs, begin, null, [this, args]);
      if (site.isSkipped === true || parent.depth >= MAX_DEPTH) return Reflect.apply(callback, this, args);
      return parent.execution.tracer.callInSpan(parent, inside, callback, this, args);
    },
  };
  return disguise(watched, callback);
}
