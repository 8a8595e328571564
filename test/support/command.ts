import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const LOADER = new URL('./typescript.mjs', import.meta.url).href;
const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandPlace {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Runs the command from its sources, in a process of its own without a terminal. */
export async function runCommand(args: readonly string[], place: CommandPlace = {}): Promise<CommandResult> {
  return resultOf(process.execPath, ['--import', LOADER, MAIN, ...args], place);
}

/** The command as the words of a shell, for a pipe. */
export function commandLine(args: readonly string[]): string {
  return [process.execPath, '--import', LOADER, MAIN, ...args].map(word => `'${word}'`).join(' ');
}

/** Runs any program, and collects its output. */
export async function resultOf(
  program: string,
  args: readonly string[],
  { cwd, env }: CommandPlace = {},
): Promise<CommandResult> {
  const child = spawn(program, args, {
    cwd,
    env: { ...cleanEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, stdout, stderr };
}

/** Without the variables that the command reads, and those of the test runner. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(?:WPM_|JEST_|NODE_OPTIONS|NO_COLOR|FORCE_COLOR|NODE_V8)/.test(name),
    ),
  );
}
