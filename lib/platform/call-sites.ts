/**
 * The frames of the stack, the innermost first, as V8 has them.
 *
 * @param below the frames from this function inwards are left out
 * @throws where the application has frozen `Error`
 * @internal
 */
export function callSites(limit: number, below: (...args: never[]) => unknown): readonly NodeJS.CallSite[] {
  const prepare = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  const { stackTraceLimit } = Error;
  let found: readonly NodeJS.CallSite[] = [];
  try {
    Error.stackTraceLimit = limit;
    Error.prepareStackTrace = (_error, sites) => (found = sites);
    const holder = {} as { stack?: unknown };
    Error.captureStackTrace(holder, below);
    // V8 calls the function above when the stack is read.
    return holder.stack === found ? found : [];
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    if (prepare === undefined) Reflect.deleteProperty(Error, 'prepareStackTrace');
    else Reflect.defineProperty(Error, 'prepareStackTrace', prepare);
  }
}
