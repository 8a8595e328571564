import { constants } from 'node:fs';
import { access, lstat, statfs, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileError } from '../../lib/notifiers/local-file/file-error.js';
import type { ResolvedLocalFile } from '../../lib/options/resolved-options.interface.js';
import { ensureDirectory } from '../../lib/platform/ensure-directory.js';
import { nodeFileSystem } from '../../lib/platform/file-system.js';
import { errorText } from '../../lib/privacy/error-text.js';
import type { Check } from './check.interface.js';

const SUBJECT = 'output directory';
const MEGABYTE = 1_048_576;
/** Room for some reports of the largest size, and for the claims. */
const LEAST_FREE_BYTES = 64 * MEGABYTE;

/** Checks that this user can write reports, and the free space. Nothing stays written. */
export async function directoryChecks(localFile: false | ResolvedLocalFile): Promise<Check[]> {
  if (localFile === false) return [{ subject: SUBJECT, state: 'note', text: 'no reports are written (localFile)' }];
  const { outputDir, retention } = localFile;
  const existing = await nearestExisting(outputDir);
  try {
    if (existing === outputDir) await writeAndDelete(outputDir);
    else await access(existing, constants.W_OK | constants.X_OK);
  } catch (error) {
    return [{ subject: SUBJECT, state: 'failed', text: errorText(fileError(outputDir, error)) }];
  }
  const text =
    existing === outputDir ? `${outputDir} is writable` : `${outputDir} does not exist yet, and can be created`;
  return [{ subject: SUBJECT, state: 'ok', text }, await spaceCheck(existing, retention.maxBytes)];
}

async function writeAndDelete(directory: string): Promise<void> {
  // Creates nothing, because the directory exists.
  await ensureDirectory(nodeFileSystem, directory);
  const file = join(directory, `.doctor-${process.pid}-${Date.now()}`);
  await writeFile(file, 'written by the command doctor\n', { flag: 'wx', mode: 0o600 });
  await unlink(file);
}

async function spaceCheck(directory: string, maxBytes: number): Promise<Check> {
  const { bavail, bsize } = await statfs(directory);
  const free = bavail * bsize;
  const text = `${Math.floor(free / MEGABYTE)} MB are free`;
  if (free < LEAST_FREE_BYTES) {
    return {
      subject: SUBJECT,
      state: 'failed',
      text: `${text}: free some space, or set localFile.outputDir to another disk`,
    };
  }
  if (free < maxBytes) {
    const limit = `reports may take ${Math.floor(maxBytes / MEGABYTE)} MB (localFile.retention.maxBytes)`;
    return { subject: SUBJECT, state: 'note', text: `${text}, and ${limit}` };
  }
  return { subject: SUBJECT, state: 'ok', text };
}

/** The path, or the nearest directory above it that exists. */
async function nearestExisting(path: string): Promise<string> {
  for (let current = path; ; current = dirname(current)) {
    const found = await lstat(current).catch(() => undefined);
    if (found !== undefined || current === dirname(current)) return current;
  }
}
