/** Any function: the tracer only passes on its `this`, its arguments and its result. @internal */
export type Callable = (this: unknown, ...args: unknown[]) => unknown;
