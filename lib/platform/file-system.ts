import { appendFile, lstat, mkdir, open, readdir, readFile, rename, unlink } from 'node:fs/promises';
import type { FileSystem } from './file-system.interface.js';

/**
 * Node's own calls, in an object like any other: a module's namespace has no prototype, and libraries that look through
 * all providers read `instance.constructor`.
 *
 * @internal
 */
export const nodeFileSystem: FileSystem = { appendFile, lstat, mkdir, open, readdir, readFile, rename, unlink };
