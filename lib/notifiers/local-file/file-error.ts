const REMEDY: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ENOSPC: 'there is no space left on its disk: free some, or set localFile.outputDir to a directory on another disk',
    EDQUOT: 'the disk quota is used up: free some space, or set localFile.outputDir to a directory on another disk',
    EROFS: 'its file system is read-only: set localFile.outputDir to a directory that can be written to',
    EACCES:
      'this process may not write there: allow it, or set localFile.outputDir to a directory that it may write to',
    EPERM: 'this process may not write there: allow it, or set localFile.outputDir to a directory that it may write to',
    ENOTDIR: 'a part of its path is a file: set localFile.outputDir to the path of a directory',
    ENAMETOOLONG: 'its path is too long: set localFile.outputDir to a shorter one',
    EMFILE: 'this process has too many files open: raise the limit (ulimit -n)',
    ENFILE: 'the system has too many files open',
  }),
);

/**
 * Adds the remedy to an error of the file system. Returns any other error unchanged.
 *
 * @internal
 */
export function fileError(directory: string, error: unknown): unknown {
  const code = codeOf(error);
  const remedy = code === undefined ? undefined : REMEDY.get(code);
  return remedy === undefined
    ? error
    : new Error(`No report can be written to ${directory}: ${remedy} (${code})`, { cause: error });
}

/** Not `instanceof`: the error may come from another realm. */
function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
