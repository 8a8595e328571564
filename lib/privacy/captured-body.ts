import { types } from 'node:util';
import type { Steps } from '../platform/steps.js';
import { oneLine } from '../model/format/one-line.js';
import { ownData } from './own-data.js';
import type { Redactor } from './redactor.js';

const MAX_PARTS = 50;
const MAX_NAME = 200;
const STRUCTURED = /[/+](?:json|x-www-form-urlencoded)\b/i;
const MULTIPART = /^multipart\//i;

/** The body that the application parsed, and the uploads that `multer` keeps next to it. @internal */
export interface ParsedBody {
  readonly body?: unknown;
  /** `request.file`, or `request.files`: a list, or a list for each field. */
  readonly files?: unknown;
  readonly contentType: string;
}

/**
 * Copies a body for a report. JSON and forms keep their values, with secrets masked. Multipart forms keep names and
 * sizes only, everything else its size.
 *
 * @returns `undefined` when the application parsed no body
 * @internal
 */
export function* captureBody({ body, files, contentType }: ParsedBody, redactor: Redactor): Steps<unknown> {
  if (MULTIPART.test(contentType)) return describeParts(body, files, redactor);
  if (body === undefined || body === null) return undefined;
  if (typeof body === 'string' && !STRUCTURED.test(contentType)) return `[Text, ${body.length} characters]`;
  if (types.isUint8Array(body)) return `[Binary, ${sizeOf(body) ?? 'unknown'} bytes]`;
  return yield* redactor.copy(body);
}

function describeParts(body: unknown, files: unknown, redactor: Redactor): Record<string, unknown> | undefined {
  const parts: [string, string | string[]][] = [];
  for (const [name, value] of membersOf(body)) parts.push([name, describeEach(value, redactor)]);
  for (const [name, value] of membersOf(files)) {
    const field = ownData(value, 'fieldname');
    parts.push([typeof field === 'string' ? field : name, describeEach(value, redactor)]);
  }
  if (parts.length === 0) return undefined;
  return Object.fromEntries(
    parts.slice(0, MAX_PARTS).map(([name, value]) => [oneLine(redactor.text(name, MAX_NAME), MAX_NAME), value]),
  );
}

function describeEach(value: unknown, redactor: Redactor): string | string[] {
  return Array.isArray(value) && !types.isProxy(value)
    ? membersOf(value).map(([, each]) => describePart(each, redactor))
    : describePart(value, redactor);
}

/** `file "cat.png" (image/png), 48120 bytes`; for a field only its size. */
function describePart(value: unknown, redactor: Redactor): string {
  const name = ownData(value, 'originalname') ?? ownData(value, 'filename');
  const type = ownData(value, 'mimetype');
  const size =
    sizeOf(value) ??
    sizeOf(ownData(value, 'buffer')) ??
    sizeOf(ownData(value, '_buf')) ??
    sizeOf(ownData(value, 'value'));
  const known = ownData(value, 'size');
  const bytes = typeof known === 'number' ? known : size;
  const shown = [
    ...(typeof name === 'string' ? [`file "${oneLine(redactor.text(name, MAX_NAME), MAX_NAME)}"`] : []),
    ...(typeof type === 'string' ? [`(${oneLine(redactor.text(type, MAX_NAME), MAX_NAME)})`] : []),
  ].join(' ');
  const length = bytes === undefined ? 'of unknown size' : `${bytes} bytes`;
  return shown === '' ? length : `${shown}, ${length}`;
}

function sizeOf(value: unknown): number | undefined {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (!types.isUint8Array(value)) return undefined;
  // The getter of the prototype, because a subclass may override it.
  return Number(Reflect.get(Object.getPrototypeOf(Uint8Array.prototype) as object, 'byteLength', value));
}

function membersOf(value: unknown): [string, unknown][] {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return [];
  const names = Array.isArray(value)
    ? Array.from({ length: Math.min(value.length, MAX_PARTS) }, (_, index) => String(index))
    : Object.keys(value).slice(0, MAX_PARTS);
  return names.map(name => [name, ownData(value, name)]);
}
