const MISSING = new Set<unknown>(['ERR_INSPECTOR_NOT_AVAILABLE', 'ERR_UNKNOWN_BUILTIN_MODULE', 'MODULE_NOT_FOUND']);

/**
 * The reason why V8 does not sample, from the error of its start: a clause, with a remedy where there is one.
 *
 * @internal
 */
export function samplingFault(error: unknown, execArgv: readonly string[] = process.execArgv): string {
  const { code, message } = Object(error) as { code?: unknown; message?: unknown };
  if (code === 'ERR_ACCESS_DENIED')
    return 'the permission model denies the inspector; start Node with --allow-inspector, which it has from version 24';
  // Node throws a string when it runs without an inspector.
  if (typeof error === 'string' || MISSING.has(code))
    return `the process has no inspector${execArgv.includes('--permission-audit') ? ', which --permission-audit disables' : ''}`;
  return typeof message === 'string' ? message : 'the inspector fails';
}
