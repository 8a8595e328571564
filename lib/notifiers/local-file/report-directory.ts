import type { FileSystem } from '../../platform/file-system.interface.js';

const OWNER_ONLY = 0o700;
const ROOT = 0;

/**
 * Makes sure that the directory is there and is ours. In a directory that all users share, as the system's temporary
 * one, anybody could have put a link or a directory of his own in its place beforehand, and would be given the reports.
 *
 * @throws Error that says what to do
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
    throw created.error ?? new Error(`${path} can not be looked at`);
  }
  const user = process.getuid?.();
  if (user !== undefined && found.uid !== user && found.uid !== ROOT) {
    throw new Error(
      `${path} belongs to another user (uid ${found.uid}, ours is ${user}): set localFile.outputDir to a directory of your own`,
    );
  }
}

/** What stands in the way tells more than the error about it, so it is looked at first. */
async function outcomeOf(work: Promise<unknown>): Promise<{ error?: unknown }> {
  try {
    await work;
    return {};
  } catch (error) {
    return { error };
  }
}
