import type { FileSystem } from './file-system.interface.js';

const OWNER_ONLY = 0o700;
const ROOT = 0;

/**
 * Creates the directory if it does not exist, and verifies its owner. All users share the system's temporary directory:
 * another user could have created a link or a directory with this name, and would get the files.
 *
 * @throws Error with the remedy
 * @internal
 */
export async function ensureDirectory(fs: FileSystem, path: string): Promise<void> {
  const created = await outcomeOf(fs.mkdir(path, { recursive: true, mode: OWNER_ONLY }));
  const found = await fs.lstat(path).catch(() => undefined);
  if (found?.isSymbolicLink()) {
    throw new Error(
      `${path} is a symbolic link, which is not followed: set localFile.outputDir to the directory it stands for`,
    );
  }
  if (found?.isDirectory() === false) {
    throw new Error(`${path} is not a directory: set localFile.outputDir to another path`);
  }
  if (found === undefined || created.error !== undefined) {
    throw created.error ?? new Error(`${path} cannot be read`);
  }
  const user = process.getuid?.();
  if (user !== undefined && found.uid !== user && found.uid !== ROOT) {
    throw new Error(
      `${path} belongs to another user (uid ${found.uid}, ours is ${user}): set localFile.outputDir to a directory of your own`,
    );
  }
}

/** The existing file explains more than the error of `mkdir`, so the error is thrown last. */
async function outcomeOf(work: Promise<unknown>): Promise<{ error?: unknown }> {
  try {
    await work;
    return {};
  } catch (error) {
    return { error };
  }
}
