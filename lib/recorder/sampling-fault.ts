/**
 * Why V8 does not sample, from what starting it threw: a clause for people, with what to do where something can be done.
 *
 * @internal
 */
export function samplingFault(error: unknown, execArgv: readonly string[] = process.execArgv): string {
  // Node throws a text where it was started without an inspector.
  if (typeof error === 'string') {
    const audited = execArgv.includes('--permission-audit') ? ', which --permission-audit takes away' : '';
    return `the process has no inspector${audited}`;
  }
  const { code, message } = Object(error) as { code?: unknown; message?: unknown };
  if (code === 'ERR_ACCESS_DENIED')
    return 'the permission model denies the inspector; start Node with --allow-inspector, which it has from version 24';
  if (code === 'ERR_INSPECTOR_NOT_AVAILABLE' || code === 'MODULE_NOT_FOUND')
    return 'this Node was built without an inspector';
  return typeof message === 'string' ? message : 'the inspector refuses';
}
