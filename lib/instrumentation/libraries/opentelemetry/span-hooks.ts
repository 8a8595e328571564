import { processWide } from '../../../platform/process-wide.js';
import { ProcessHooks, type HookUser } from '../wrapping/process-hooks.js';
import type { ClientSpan } from './client-span.interface.js';

/** One application that records the spans of its executions. @internal */
export interface SpanUser extends HookUser {
  begin(span: ClientSpan): void;
  end(span: ClientSpan): void;
}

/** The applications of the process. Its tracing starts before them. @internal */
export const spanHooks = (): ProcessHooks<SpanUser> => processWide('spanHooks', () => new ProcessHooks<SpanUser>());
