import type { Context, Tree } from '../../../schematics/nest-add/tree.interface.js';

/** A tree of files in memory, with the paths that the devkit's visitor gives: `/src/main.ts`. */
export class MemoryTree implements Tree {
  readonly lines: string[] = [];
  private readonly files: Map<string, string>;

  constructor(files: Readonly<Record<string, string>>) {
    this.files = new Map(Object.entries(files));
  }

  get context(): Context {
    const keep = (line: string): void => void this.lines.push(line);
    return { logger: { info: keep, warn: keep } };
  }

  exists(path: string): boolean {
    return this.files.has(path);
  }

  readText(path: string): string {
    const text = this.files.get(path.replace(/^\//, ''));
    if (text === undefined) throw new Error(`no ${path}`);
    return text;
  }

  create(path: string, content: string): void {
    if (this.files.has(path)) throw new Error(`${path} exists`);
    this.files.set(path, content);
  }

  overwrite(path: string, content: string): void {
    if (!this.files.has(path)) throw new Error(`no ${path}`);
    this.files.set(path, content);
  }

  getDir(path: string): { visit(visitor: (path: string) => void): void } {
    return {
      visit: visitor => {
        for (const file of this.files.keys()) if (file.startsWith(`${path}/`)) visitor(`/${file}`);
      },
    };
  }

  all(): Record<string, string> {
    return Object.fromEntries(this.files);
  }
}
