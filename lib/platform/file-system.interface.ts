import type { FileHandle } from 'node:fs/promises';
import type { Stats } from 'node:fs';

/** The calls of `node:fs/promises` that write and delete reports. @internal */
export interface FileSystem {
  mkdir(path: string, options: { recursive: true; mode: number }): Promise<unknown>;
  lstat(path: string): Promise<Pick<Stats, 'isSymbolicLink' | 'isDirectory' | 'isFile' | 'uid' | 'size' | 'mtimeMs'>>;
  open(path: string, flags: number, mode: number): Promise<Pick<FileHandle, 'writeFile' | 'close'>>;
  rename(from: string, to: string): Promise<void>;
  appendFile(path: string, text: string, options: { mode: number }): Promise<void>;
  readFile(path: string, encoding: 'utf8'): Promise<string>;
  readdir(path: string): Promise<string[]>;
  unlink(path: string): Promise<void>;
}

/** Injection token of the `FileSystem`. Tests of full disks replace Node's. @internal */
export const FILE_SYSTEM = Symbol('PERFORMANCE_MONITOR:FILE_SYSTEM');
