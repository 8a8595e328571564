import { basename } from 'node:path';

const REMEDY =
  "build with source maps (esbuild: --sourcemap, webpack and rspack: devtool: 'source-map') and deploy them beside " +
  'the bundle';

/**
 * Files without a usable source map. A report shows their functions at their places in the compiled code.
 *
 * @internal
 */
export class LackingMaps {
  private readonly unnamed = new Set<string>();
  private readonly unusable = new Map<string, string>();
  private readonly loaded = new Set<string>();

  /** @param reason the fault of its map; `undefined` when the file names no map */
  add(path: string, reason: string | undefined): void {
    if (reason === undefined) this.unnamed.add(path);
    else this.unusable.set(path, reason);
  }

  /** A loader compiled the file in memory. */
  addLoaded(path: string): void {
    this.loaded.add(path);
  }

  /**
   * Sentences for the report; none when no map is missing.
   *
   * @param bundled true when the application is bundled with the monitor. Only then is a file that names no map a
   *   fault: elsewhere, uncompiled code names none.
   */
  sentences(bundled: boolean): string[] {
    const sentences: string[] = [];
    const [unusable] = this.unusable;
    if (unusable !== undefined) {
      const [path, reason] = unusable;
      const where = 'functions are shown where the compiled code has them';
      sentences.push(`The source map of ${named(path, this.unusable.size)} cannot be used (${reason}): ${where}.`);
    }
    const [loaded] = this.loaded;
    if (loaded !== undefined) {
      const files = named(loaded, this.loaded.size);
      sentences.push(
        `Functions of ${files} have no line: a loader compiled the file, and its source map was not found.`,
      );
    }
    const [unnamed] = this.unnamed;
    if (bundled && unnamed !== undefined) {
      const effect = 'code of libraries and of the monitor counts as the application’s';
      const files = named(unnamed, this.unnamed.size);
      sentences.push(`The application is bundled, and ${files} has no source map: ${effect}; ${REMEDY}.`);
    }
    return sentences;
  }
}

function named(path: string, files: number): string {
  return files === 1 ? basename(path) : `${basename(path)} (and ${files - 1} more)`;
}
