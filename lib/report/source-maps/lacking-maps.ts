import { basename } from 'node:path';

const REMEDY =
  "build with source maps (esbuild: --sourcemap, webpack and rspack: devtool: 'source-map') and deploy them beside the bundle";

/**
 * Files whose functions a report cannot show where they were written.
 *
 * @internal
 */
export class LackingMaps {
  private readonly unnamed = new Set<string>();
  private readonly unusable = new Map<string, string>();

  /** @param reason why its map cannot be used; `undefined` when it names none */
  add(path: string, reason: string | undefined): void {
    if (reason === undefined) this.unnamed.add(path);
    else this.unusable.set(path, reason);
  }

  /**
   * What a report says of them.
   *
   * @param bundled whether the monitor is in one file with the application: then even code without a map, which is what
   *   runs where nothing is compiled, lacks one
   */
  sentences(bundled: boolean): string[] {
    const sentences: string[] = [];
    const [unusable] = this.unusable;
    if (unusable !== undefined) {
      const [path, reason] = unusable;
      const where = 'functions are shown where the compiled code has them';
      sentences.push(`The source map of ${named(path, this.unusable.size)} cannot be used (${reason}): ${where}.`);
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
