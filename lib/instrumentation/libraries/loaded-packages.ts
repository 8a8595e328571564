import { join, sep } from 'node:path';
import { workingDirectory } from '../../platform/working-directory.js';

/** The part of Node's `require` that finds modules and loads none. */
interface Finder {
  resolve(name: string): string;
  readonly cache: Readonly<Record<string, { readonly loaded?: boolean; readonly exports?: unknown } | undefined>>;
}

type FinderFrom = (file: string) => Finder;

/** Copies of one package that are returned. */
const MAX_COPIES = 20;
const MODULES = `${sep}node_modules${sep}`;

/**
 * The packages that the process has loaded by now as CommonJS, by `require()` or by `import`. Nothing is loaded here: an
 * application without a package must not get it.
 *
 * @internal
 */
export class LoadedPackages {
  /** By package, at the first question. A large application has ten thousand loaded files. */
  private directories: ReadonlyMap<string, ReadonlySet<string>> | undefined;

  /** @param finderFrom not imported from `node:module`: webpack would bundle the modules that it resolves */
  constructor(
    private readonly finderFrom: FinderFrom = from => process.getBuiltinModule('node:module').createRequire(from),
  ) {}

  /**
   * The exports of each loaded copy of the package `name`, in any `node_modules`. The application's entry file and working
   * directory may resolve a further one. A copy within a bundle is not found. Never throws.
   */
  copiesOf(name: string): readonly unknown[] {
    try {
      return this.find(name);
    } catch {
      // Another runtime, with other modules.
      return [];
    }
  }

  private find(name: string): readonly unknown[] {
    const root = this.finderFrom(join(workingDirectory(), 'main.js'));
    this.directories ??= directoriesIn(root);
    const files = new Set<string>();
    for (const directory of this.directories.get(name.replaceAll('/', sep)) ?? []) {
      const main = resolved(() => root.resolve(directory));
      if (main !== undefined) files.add(main);
    }
    for (const from of [process.argv[1], join(workingDirectory(), 'main.js')]) {
      const file = from === undefined ? undefined : resolved(() => this.finderFrom(from).resolve(name));
      if (file !== undefined) files.add(file);
    }
    const copies: unknown[] = [];
    for (const file of files) {
      const found = root.cache[file];
      if (found?.loaded === true && copies.length < MAX_COPIES) copies.push(found.exports);
    }
    return copies;
  }
}

/** The directories of each package's copies with at least one loaded file. */
function directoriesIn({ cache }: Finder): Map<string, Set<string>> {
  const packages = new Map<string, Set<string>>();
  for (const file of Object.keys(cache)) {
    const at = file.lastIndexOf(MODULES);
    if (at < 0) continue;
    const start = at + MODULES.length;
    let end = file.indexOf(sep, start);
    if (file[start] === '@') end = file.indexOf(sep, end + 1);
    if (end < 0) continue;
    const name = file.slice(start, end);
    let directories = packages.get(name);
    if (directories === undefined) packages.set(name, (directories = new Set()));
    directories.add(file.slice(0, end));
  }
  return packages;
}

function resolved(resolve: () => string): string | undefined {
  try {
    return resolve();
  } catch {
    return undefined;
  }
}
