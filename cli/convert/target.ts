import { basename, dirname, extname, join, resolve, sep } from 'node:path';
import { REPORT_FORMATS, type ReportFormat } from '../../lib/model/report-formats.js';
import { InputError } from '../command.error.js';
import { isDirectory } from '../reports/report-directory.js';

/** The value of `--out` for the standard output. */
export const STANDARD_OUTPUT = '-';

/**
 * The path of each converted file: beside its source, in the directory `out`, or `out` itself for one file.
 *
 * @throws InputError, by rejecting, when two files would get the same path, or a file that of its source
 */
export async function targetsOf(
  sources: readonly string[],
  format: ReportFormat,
  out: string | undefined,
): Promise<string[]> {
  const targets = await pathsOf(sources, format, out);
  const seen = new Map<string, string>();
  for (const [index, target] of targets.entries()) {
    const source = sources[index] ?? '';
    const other = seen.get(target);
    if (other !== undefined) {
      throw new InputError(
        `${other} and ${source} would both become ${target}: convert them into different directories`,
      );
    }
    if (resolve(source) === target) {
      throw new InputError(`${source} would be replaced by its own conversion: name another file with --out`);
    }
    seen.set(target, source);
  }
  return targets;
}

async function pathsOf(sources: readonly string[], format: ReportFormat, out: string | undefined): Promise<string[]> {
  const name = (source: string): string => `${stemOf(source)}.${REPORT_FORMATS[format].extension}`;
  if (out === undefined) return sources.map(source => resolve(dirname(source), name(source)));
  if (out.endsWith('/') || out.endsWith(sep) || (await isDirectory(out))) {
    return sources.map(source => resolve(join(out, name(source))));
  }
  if (sources.length === 1) return [resolve(out)];
  throw new InputError(
    `--out ${out} is one file, for ${sources.length} reports: name a directory, with a slash at its end`,
  );
}

function stemOf(path: string): string {
  const name = basename(path);
  return name.slice(0, name.length - extname(name).length) || name;
}
