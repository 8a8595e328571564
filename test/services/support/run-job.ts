import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../scripts/job.mjs', import.meta.url));

/** Enough for a slow machine, and for a process that ends with a delay. */
const KILLED_AFTER_MS = 60_000;

export interface JobResult {
  /** `null` when the process was killed. */
  readonly code: number | null;
  readonly lines: readonly string[];
}

/** Runs the script in a separate process, with additional environment variables, until it ends. */
export async function runJob(environment: Readonly<Record<string, string>>): Promise<JobResult> {
  const child = spawn(process.execPath, [SCRIPT], {
    env: { ...process.env, NODE_OPTIONS: '', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: KILLED_AFTER_MS,
    killSignal: 'SIGKILL',
  });
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit') as Promise<[number | null]>]);
  return { code, lines: output.split('\n').filter(line => line !== '') };
}
