import { appendFile, lstat, mkdir, open, readdir, readFile, rename, unlink } from 'node:fs/promises';
import type { FileSystem } from './file-system.interface.js';

/**
 * Node's own calls, in a plain object. A module's namespace has no prototype, and libraries that search all providers read
 * `instance.constructor`.
 *
 * @internal
 */
export const nodeFileSystem: FileSystem = { appendFile, lstat, mkdir, open, readdir, readFile, rename, unlink };
