import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { TraceMap } from '@jridgewell/trace-mapping';
import { errorText } from '../../lib/privacy/error-text.js';
import { LargeMapLookup, type LargeMap } from '../../lib/report/source-maps/large-map-lookup.js';
import { findMap } from '../../lib/report/source-maps/source-map-file.js';
import { InputError } from '../command.error.js';
import { unreadable } from '../reports/file-fault.js';
import type { Check } from './check.interface.js';
import { codeBelow, isCode } from './code-files.js';

const SUBJECT = 'source maps';
const MAX_FILES = 2_000;
const REMEDY = 'compile with source maps, and deploy them beside the code';

/**
 * Checks that reports will have lines of the sources.
 *
 * @throws InputError, by rejecting, when the entry cannot be read
 */
export async function sourceMapChecks(entry: string): Promise<Check[]> {
  const found = await stat(entry).catch((error: unknown) => {
    throw unreadable(entry, error);
  });
  if (!found.isFile() || !isCode(entry)) {
    throw new InputError(
      `${entry} is no compiled entry: name the JavaScript file that Node runs, such as dist/main.js`,
    );
  }
  const fault = await faultOf(entry, found.size);
  if (fault !== undefined) return [{ subject: SUBJECT, state: 'failed', text: `${entry} ${fault}` }];
  return [{ subject: SUBJECT, state: 'ok', text: `${entry} has one` }, ...(await besideChecks(entry))];
}

async function faultOf(path: string, size: number): Promise<string | undefined> {
  try {
    const map = await findMap(path, size);
    if (map === undefined) return `names no source map, so reports have lines of the compiled code: ${REMEDY}`;
    if (map instanceof TraceMap || (await isReadable(map))) return undefined;
    return map.mayBeMissing === true
      ? `names no source map: ${REMEDY}`
      : 'has a source map that is broken: compile again';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return 'names a source map that does not exist: deploy it beside the code';
    return `has a source map that cannot be used (${errorText(error)}): ${REMEDY}`;
  }
}

async function isReadable(map: LargeMap): Promise<boolean> {
  const lookup = new LargeMapLookup();
  try {
    return (await lookup.lookUp(map, [[0, 0]], new AbortController().signal)) !== undefined;
  } finally {
    await lookup.close();
  }
}

/** An application that is not bundled has many files. */
async function besideChecks(entry: string): Promise<Check[]> {
  const files = await codeBelow(dirname(entry), MAX_FILES);
  const lacking: string[] = [];
  for (const file of files) {
    const map = await stat(file)
      .then(({ size }) => findMap(file, size))
      .catch(() => undefined);
    if (map === undefined) lacking.push(file);
  }
  const [first] = lacking;
  if (first === undefined) return [];
  const named = `${basename(first)}${lacking.length > 1 ? ', …' : ''}`;
  return [
    { subject: SUBJECT, state: 'note', text: `of ${files.length} files there, ${lacking.length} have none: ${named}` },
  ];
}
