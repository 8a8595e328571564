import { CommanderError } from 'commander';
import { CommandError, EXIT } from './command.error.js';
import { makeProgram } from './program.js';
import { Terminal } from './terminal/terminal.js';
import { line, Text } from './terminal/text.js';

const LONG_MS = 60_000;

type CommandProcess = Pick<NodeJS.Process, 'argv' | 'env' | 'platform' | 'stdout' | 'stderr' | 'on'> & {
  exitCode?: number | string | null | undefined;
  exit(code?: number): never;
};

/** Runs the command of this process, and sets the exit code. Never rejects. */
export async function run(host: CommandProcess): Promise<void> {
  endWithReader(host);
  const terminal = new Terminal(host.stdout, host.stderr, host.env);
  // The sockets and timers of the monitor do not keep a process alive.
  const alive = setInterval(() => undefined, LONG_MS);
  const program = makeProgram({ terminal, environment: host.env, platform: host.platform }, code => {
    host.exitCode = code;
  });
  try {
    await program.parseAsync(host.argv);
  } catch (error) {
    host.exitCode = exitCodeOf(error);
    // Commander has printed its errors.
    if (!(error instanceof CommanderError)) terminal.note(line`${Text.of('error', 'red')}: ${messageOf(error)}`);
  } finally {
    clearInterval(alive);
  }
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.badInput;
  return error instanceof CommandError ? error.exitCode : EXIT.failed;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** `list | head` closes the pipe: there is nothing left to do. */
function endWithReader(host: CommandProcess): void {
  host.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') host.exit(Number(host.exitCode ?? EXIT.ok));
    host.stderr.write(`error: the output could not be written (${code ?? message})\n`);
    host.exit(EXIT.failed);
  });
  host.stderr.on('error', () => undefined);
}
