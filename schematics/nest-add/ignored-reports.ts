import { REPORTS } from './module-import.js';
import type { Tree } from './tree.interface.js';

const FILE = '.gitignore';

/** Reports have requests of users. They belong in no repository. */
export function ignoreReports(tree: Tree): void {
  const text = tree.exists(FILE) ? tree.readText(FILE) : undefined;
  if (text === undefined) return tree.create(FILE, `${REPORTS}/\n`);
  if (text.split(/\r?\n/).some(line => /^\/?performance-reports\/?$/.test(line.trim()))) return;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  tree.overwrite(FILE, `${text}${text === '' || text.endsWith('\n') ? '' : newline}${REPORTS}/${newline}`);
}
