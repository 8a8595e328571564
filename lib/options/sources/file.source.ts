import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { OptionCatalog } from '../catalog/option-catalog.js';
import { JsonFault, parseJsonLines } from './json-lines.js';
import { readObject } from './object.source.js';
import { NO_SETTINGS, type Settings } from './settings.js';

const LARGEST = 1_048_576;

/**
 * Reads the options in a JSON file, each with its line. An unreadable file is a fault.
 *
 * @param path as the user wrote it, relative to the working directory
 * @internal
 */
export function readFile(catalog: OptionCatalog, path: string): Settings {
  const file = resolve(path);
  const text = textOf(file);
  if (typeof text !== 'string') return faulty(`configFile must be the path of a JSON file: ${file} ${text.reason}`);
  try {
    const { value, lines } = parseJsonLines(text);
    const settings = readObject(catalog, value, name => ({ from: 'file', file, line: lines.get(name) ?? 1 }));
    const line = lines.get('configFile');
    if (line === undefined) return settings;
    const values = new Map([...settings.values].filter(([name]) => name !== 'configFile'));
    const message = `configFile cannot be set in the file itself (${file}:${line})`;
    return { ...settings, values, faults: [...settings.faults, { message }] };
  } catch (error) {
    if (error instanceof JsonFault) return faulty(`${file}:${error.line} is not valid JSON: it ${error.message}`);
    throw error;
  }
}

function textOf(file: string): string | { readonly reason: string } {
  try {
    const found = statSync(file);
    if (!found.isFile()) return { reason: 'is not a file' };
    if (found.size > LARGEST) return { reason: `is larger than ${LARGEST} bytes` };
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { reason: code === 'ENOENT' ? 'does not exist' : `cannot be read (${code ?? 'unknown reason'})` };
  }
}

function faulty(message: string): Settings {
  return { ...NO_SETTINGS, faults: [{ message }] };
}
