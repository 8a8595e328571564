import { join } from 'node:path';
import { wallClock } from '../../platform/clock.js';
import { ensureDirectory } from '../../platform/ensure-directory.js';
import type { FileSystem } from '../../platform/file-system.interface.js';
import { isOwnFileName } from '../message/report-file-name.js';

/** The directory of the lists beside the reports: one list a day, one line for each file. */
const DIRECTORY = '.written';
const LIST = /^\d{4}-\d{2}-\d{2}\.list$/;
const LINE = /^(\d{1,15}) (\S{1,250})$/;
const OWNER_ONLY = 0o600;

/** Longer lists are not read: the monitor never writes them. */
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
 * Records a file before it is written, so no file is missing in the lists. One small write appends the whole line, because
 * several processes may share the directory.
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

/** The files that any process has recorded in this directory. Empty without a list. @internal */
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

/** Skips incomplete lines, and names that no report has. */
function filesIn(text: string): WrittenFile[] {
  return text.split('\n').flatMap(line => {
    const [, bytes, name] = LINE.exec(line) ?? [];
    return bytes !== undefined && name !== undefined && isOwnFileName(name) ? [{ name, bytes: Number(bytes) }] : [];
  });
}
