/** Test runners set these variables in their processes. Child processes inherit them. */
const RUNNERS = { JEST_WORKER_ID: 'Jest', VITEST: 'Vitest', NODE_TEST_CONTEXT: 'node:test' } as const;

/**
 * The name of the test runner of this process; `undefined` outside tests. `NODE_ENV=test` does not count: staging servers
 * have it too.
 *
 * @internal
 */
export function testRunner(env: Readonly<Record<string, string | undefined>> = process.env): string | undefined {
  return Object.entries(RUNNERS).find(([variable]) => env[variable] !== undefined)?.[1];
}
