import type { CallSite } from '../../tracing/call-site.js';
import type { HandlerSite } from './handler-sites.js';

/** The site of the executions that run a handler. @internal */
export function executionSite({ name, isSkipped }: HandlerSite, executionName: string): CallSite {
  const fixed = { kind: 'execution', isAsync: false, returnsObservable: false, isLearning: false } as const;
  return { ...fixed, name: executionName, handlerName: name, isSkipped };
}
