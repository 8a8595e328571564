import { constants, open } from 'node:fs/promises';
import type { Report } from '../../lib/model/report.interface.js';
import { readHtmlData } from '../../lib/report/formats/html/html-data.js';
import { VERSION } from '../../lib/platform/version.js';
import { InputError } from '../command.error.js';
import { unreadable } from './file-fault.js';
import { differenceOf } from './shape.js';

const MEGABYTE = 1_048_576;
/** The largest report that the monitor writes has some megabytes. */
const MAX_BYTES = 64 * MEGABYTE;
const READABLE = 'only HTML and JSON reports can be read';

/** A report, and the file that contains it. */
export interface ReportFile {
  readonly path: string;
  readonly format: 'html' | 'json';
  readonly report: Report;
}

/**
 * Reads an HTML or a JSON report. The content decides, not the name.
 *
 * @throws InputError, by rejecting: the file cannot be read, or is no report
 */
export async function readReport(path: string): Promise<ReportFile> {
  const bytes = await contentOf(path);
  const format = formatOf(bytes);
  if (format === undefined) throw new InputError(`${path} is no report: ${READABLE}`);
  const text = format === 'json' ? bytes : await dataOf(path, bytes);
  return { path, format, report: await checked(path, parsed(path, text)) };
}

async function contentOf(path: string): Promise<Uint8Array> {
  try {
    // A pipe without a writer would never open.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const found = await file.stat();
      if (found.isDirectory()) throw new InputError(`${path} is a directory: name a report in it`);
      if (!found.isFile()) throw new InputError(`${path} is no file: ${READABLE}`);
      if (found.size === 0) throw new InputError(`${path} is empty: the report was not written completely`);
      if (found.size > MAX_BYTES) {
        throw new InputError(`${path} has more than ${MAX_BYTES / MEGABYTE} MB: no report is that large`);
      }
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw error instanceof InputError ? error : unreadable(path, error);
  }
}

function formatOf(bytes: Uint8Array): ReportFile['format'] | undefined {
  const start = Buffer.from(bytes.subarray(0, 200))
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart();
  if (start.startsWith('{')) return 'json';
  return /^<!doctype html/i.test(start) ? 'html' : undefined;
}

async function dataOf(path: string, page: Uint8Array): Promise<Uint8Array> {
  const data = await readHtmlData(page, MAX_BYTES).catch((cause: unknown) => {
    throw new InputError(`${path} is damaged or was cut off: copy the report again`, { cause });
  });
  if (data === undefined) throw new InputError(`${path} is a web page without a report: ${READABLE}`);
  return data;
}

function parsed(path: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(
      Buffer.from(bytes)
        .toString('utf8')
        .replace(/^\ufeff/, ''),
    ) as unknown;
  } catch (cause) {
    throw new InputError(`${path} is damaged or was cut off: it is no valid JSON; copy the report again`, { cause });
  }
}

async function checked(path: string, document: unknown): Promise<Report> {
  const { schemaVersion, tool } = Object(document) as { schemaVersion?: unknown; tool?: { name?: unknown } };
  if (Object(tool).name !== 'nestjs-performance-monitor') {
    throw new InputError(`${path} is no report of nestjs-performance-monitor: ${READABLE}`);
  }
  if (schemaVersion !== 1) {
    const version = typeof schemaVersion === 'number' ? schemaVersion : 'unknown';
    const remedy = `update nestjs-performance-monitor, which is ${VERSION} here`;
    throw new InputError(`${path} has the schema version ${version}, and this command reads version 1: ${remedy}`);
  }
  const { reportSchema } = await import('./report-schema.js');
  const difference = differenceOf(document, await reportSchema());
  if (difference !== undefined) throw new InputError(`${path} is damaged: ${difference}; copy the report again`);
  return document as Report;
}
