import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

const CODE = /\.[cm]?js$/;

/** True for a file that Node runs. */
export function isCode(name: string): boolean {
  return CODE.test(name);
}

/** The files with code in a directory and below it, without packages and hidden directories. At most `most`. */
export async function codeBelow(directory: string, most: number): Promise<string[]> {
  const found: string[] = [];
  const open = [directory];
  for (let current = open.pop(); current !== undefined && found.length < most; current = open.pop()) {
    const entries = await readdir(current, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = join(current, entry.name);
      if (entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.')) open.push(path);
      if (entry.isFile() && isCode(entry.name)) found.push(path);
    }
  }
  return found.slice(0, most);
}
