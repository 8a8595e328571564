import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { FileSystem } from '../../platform/file-system.interface.js';

/** Never opens an existing file or link. Windows has no O_NOFOLLOW. */
const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
const OWNER_ONLY = 0o600;

/**
 * Writes a file that only its owner can read, under a temporary name first: programs that watch the directory never see an
 * incomplete report. A failure leaves no file behind.
 *
 * @internal
 */
export async function writeAtomically(
  fs: FileSystem,
  path: string,
  bytes: Uint8Array,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  const file = await fs.open(temporary, NEW_FILE, OWNER_ONLY);
  try {
    try {
      await file.writeFile(bytes, { signal });
    } finally {
      await file.close();
    }
    signal.throwIfAborted();
    await fs.rename(temporary, path);
  } catch (error) {
    await fs.unlink(temporary).catch(() => undefined);
    throw error;
  }
}
