const MISSING = new Set<unknown>(['ERR_INSPECTOR_NOT_AVAILABLE', 'ERR_UNKNOWN_BUILTIN_MODULE', 'MODULE_NOT_FOUND']);

/** Test runners set these variables in their processes. Child processes inherit them. */
const RUNNERS = { JEST_WORKER_ID: 'Jest', VITEST: 'Vitest', NODE_TEST_CONTEXT: 'node:test' } as const;

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

/**
 * The name of the test runner of this process; `undefined` outside tests. `NODE_ENV=test` does not count: staging servers
 * have it too.
 *
 * @internal
 */
export function testRunner(env: Readonly<Record<string, string | undefined>> = process.env): string | undefined {
  return Object.entries(RUNNERS).find(([variable]) => env[variable] !== undefined)?.[1];
}
