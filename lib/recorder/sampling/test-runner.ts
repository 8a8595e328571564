/** Runners set these variables in the processes that run tests; children inherit them. */
const RUNNERS = { JEST_WORKER_ID: 'Jest', VITEST: 'Vitest', NODE_TEST_CONTEXT: 'node:test' } as const;

/**
 * The test runner in whose process this is. `NODE_ENV=test` does not count: staging servers have it, too.
 *
 * @internal
 */
export function testRunner(env: Readonly<Record<string, string | undefined>> = process.env): string | undefined {
  return Object.entries(RUNNERS).find(([variable]) => env[variable] !== undefined)?.[1];
}
