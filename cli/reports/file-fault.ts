import { FailureError, InputError } from '../command.error.js';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist: check the path',
  ENOTDIR: 'does not exist: a file stands where the path needs a directory',
  EACCES: 'may not be read: only its owner may, or root',
  EPERM: 'may not be read: only its owner may, or root',
  EISDIR: 'is a directory: name a file in it',
  ELOOP: 'is a symbolic link that leads to itself',
};

/** The error of a file that could not be read. */
export function unreadable(path: string, error: unknown): InputError {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return new InputError(`${path} ${REASONS[code] ?? `cannot be read (${code || message})`}`, { cause: error });
}

const OBSTACLES: Readonly<Record<string, string>> = {
  ENOENT: 'its directory does not exist: create it',
  ENOTDIR: 'a file stands where its path needs a directory',
  EACCES: 'this user may not write there: name another place with --out',
  EPERM: 'this user may not write there: name another place with --out',
  EROFS: 'the file system is read-only: name another place with --out',
  ENOSPC: 'the disk is full: free some space, or name another place with --out',
};

/** The error of a file that could not be written. */
export function unwritable(path: string, error: unknown): FailureError {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return new FailureError(`${path} was not written: ${OBSTACLES[code] ?? (code || message)}`, { cause: error });
}
