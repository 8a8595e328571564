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

/**
 * The packages that the process has loaded as CommonJS, by `require()` or by `import`. Nothing is loaded here: an
 * application without a package must not get it.
 *
 * @internal
 */
export class LoadedPackages {
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
    const files = new Set(copiesInModules(root, name));
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

/** The main files of the copies with at least one loaded file. */
function* copiesInModules({ cache, resolve }: Finder, name: string): Generator<string> {
  const folder = `${sep}node_modules${sep}${name.replaceAll('/', sep)}${sep}`;
  const directories = new Set<string>();
  for (const file of Object.keys(cache)) {
    const at = file.lastIndexOf(folder);
    if (at < 0 || file.includes(`${sep}node_modules${sep}`, at + folder.length - 1)) continue;
    directories.add(file.slice(0, at + folder.length - 1));
  }
  for (const directory of directories) {
    const main = resolved(() => resolve(directory));
    if (main !== undefined) yield main;
  }
}

function resolved(resolve: () => string): string | undefined {
  try {
    return resolve();
  } catch {
    return undefined;
  }
}
