/** Calls of one execution that get their own span; later calls of one method below one span share a span. @internal */
export const SPAN_BUDGET = 256;

/** Spans of one execution, shared ones included. Further calls are counted, and the span around them keeps their time. @internal */
export const SPAN_LIMIT = 512;

/** Calls of one execution that turned out to be no spans. A large application's first request has thousands of them. @internal */
export const MAX_DISCARDED = 1_000;

/** A synchronous call of a stage is a span from this duration on: a shorter one explains nothing. @internal */
export const MIN_STAGE_MS = 5;

/** Depth of spans within spans. Deeper calls have none: our stack frames must not cut a recursion short. @internal */
export const MAX_DEPTH = 64;
