import { readdirSync, readFileSync } from 'node:fs';

/** Reads the small files of `/proc` and `/sys`. @internal */
export interface KernelFiles {
  /** The file's text; `undefined` when it does not exist or must not be read. */
  text(path: string): string | undefined;
  /** The names in a directory; empty when it cannot be read. */
  names(path: string): readonly string[];
}

/** The kernel answers from memory, in about 10 µs. No file stays open. @internal */
export const kernelFiles: KernelFiles = {
  text: path => attempt(() => readFileSync(path, 'utf8')),
  names: path => attempt(() => readdirSync(path)) ?? [],
};

/** Other systems than Linux have none of these files. @internal */
export const noFiles: KernelFiles = { text: () => undefined, names: () => [] };

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
