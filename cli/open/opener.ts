import { spawn } from 'node:child_process';
import { FailureError } from '../command.error.js';

/** An opener that still runs then has found its program. */
const SETTLED_AFTER_MS = 3_000;

interface Opener {
  readonly command: string;
  readonly args: readonly string[];
}

/** The platform's own opener. No shell reads the path. */
export function openerOf(platform: NodeJS.Platform, path: string): Opener {
  switch (platform) {
    case 'darwin':
      return { command: 'open', args: [path] };
    case 'win32':
      return { command: 'rundll32', args: ['url.dll,FileProtocolHandler', path] };
    default:
      return { command: 'xdg-open', args: [path] };
  }
}

/**
 * Opens a file with the program for its type. Does not wait until that program ends.
 *
 * @throws FailureError, by rejecting, with the path: the user can open it elsewhere
 */
export async function openFile(platform: NodeJS.Platform, path: string): Promise<void> {
  const { command, args } = openerOf(platform, path);
  const fault = await new Promise<string | undefined>(resolve => {
    const child = spawn(command, args, { stdio: 'ignore', detached: true });
    const timer = setTimeout(() => resolve(undefined), SETTLED_AFTER_MS);
    child.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code === 'ENOENT' ? `${command} is not installed` : error.message);
    });
    child.once('exit', code => resolve(code === 0 || code === null ? undefined : `${command} ended with ${code}`));
    child.once('close', () => clearTimeout(timer));
    child.unref();
  });
  if (fault !== undefined) throw new FailureError(`No browser was opened (${fault}): open ${path} yourself`);
}
