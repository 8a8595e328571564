import { join } from 'node:path';
import { wallClock } from '../../platform/clock.js';
import { ensureDirectory } from '../../platform/ensure-directory.js';
import type { FileSystem } from '../../platform/file-system.interface.js';
import { isOwnFileName } from '../message/report-file-name.js';

/** Beside the reports: a list for each day, one line for each file. */
const DIRECTORY = '.written';
const LIST = /^\d{4}-\d{2}-\d{2}\.list$/;
const LINE = /^(\d{1,15}) (\S{1,250})$/;
const OWNER_ONLY = 0o600;

/** Longer lists are not read: they are not ours, or something has gone very wrong. */
const MAX_LIST_BYTES = 33_554_432;

/** @internal */
export interface WrittenFile {
  readonly name: string;
  readonly bytes: number;
}

/** @internal */
export interface WrittenList {
  readonly path: string;
  /** `2026-11-23` */
  readonly day: string;
  readonly files: readonly WrittenFile[];
}

/**
 * Notes a file before it is written, so that none is ever written and not noted. Each line is appended by one small
 * write: several processes may share the directory.
 *
 * @internal
 */
export async function noteWritten(
  fs: FileSystem,
  directory: string,
  file: WrittenFile,
  now = new Date(wallClock()),
): Promise<void> {
  const lists = join(directory, DIRECTORY);
  await ensureDirectory(fs, lists);
  const list = join(lists, `${now.toISOString().slice(0, 10)}.list`);
  await fs.appendFile(list, `${file.bytes} ${file.name}\n`, { mode: OWNER_ONLY });
}

/** Everything that was noted in this directory, by whatever process; none where there is no list. @internal */
export async function readWritten(fs: FileSystem, directory: string): Promise<WrittenList[]> {
  const lists = join(directory, DIRECTORY);
  const names = await fs.readdir(lists).catch(() => []);
  const found: WrittenList[] = [];
  for (const name of names.filter(each => LIST.test(each)).sort()) {
    const path = join(lists, name);
    const { size } = await fs.lstat(path);
    if (size > MAX_LIST_BYTES) continue;
    found.push({ path, day: name.slice(0, 10), files: filesIn(await fs.readFile(path, 'utf8')) });
  }
  return found;
}

/** A line that was torn, or that names a file as we never do, is passed over. */
function filesIn(text: string): WrittenFile[] {
  return text.split('\n').flatMap(line => {
    const [, bytes, name] = LINE.exec(line) ?? [];
    return bytes !== undefined && name !== undefined && isOwnFileName(name) ? [{ name, bytes: Number(bytes) }] : [];
  });
}
