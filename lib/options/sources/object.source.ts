import { types } from 'node:util';
import type { OptionCatalog } from '../catalog/option-catalog.js';
import { isSwitch, type OptionNode } from '../catalog/option-node.js';
import { nearestOption } from './nearest-name.js';
import type { Origin, Setting, Settings } from './settings.js';

const MOST_ITEMS = 1_001;
const MOST_UNKNOWN = 20;
/** It makes routes, which Nest collects before any provider or file is there. */
const STATUS_PAGE = 'must stand in forRoot(), or beside useFactory in forRootAsync()';

/** The origin of a value. There is no value for an unknown name. @internal */
export type OriginOf = (path: string, value?: unknown) => Origin;

/**
 * Reads an object of options from code or from a file. A member that throws when it is read is a fault.
 *
 * @param others members of the object that are none of the settings
 * @internal
 */
export function readObject(
  catalog: OptionCatalog,
  given: unknown,
  originOf: OriginOf,
  others: readonly string[] = [],
): Settings {
  const reader = new ObjectReader(catalog, originOf, others);
  try {
    if (given !== undefined) reader.readRoot(given);
  } catch {
    reader.faults.push({ message: 'options cannot be read' });
  }
  return { values: reader.values, faults: reader.faults, warnings: [] };
}

class ObjectReader {
  readonly values = new Map<string, Setting>();
  readonly faults: { message: string }[] = [];
  private unknown = 0;

  constructor(
    private readonly catalog: OptionCatalog,
    private readonly originOf: OriginOf,
    private readonly others: readonly string[],
  ) {}

  readRoot(given: unknown): void {
    if (isPlain(given)) this.readMembers(this.catalog.root, given);
    else this.faults.push({ message: `options must be an object; they are ${kindOf(given)}` });
  }

  private readMembers(node: OptionNode, object: object): void {
    for (const [key, child] of node.children) this.readChild(child, () => (object as Record<string, unknown>)[key]);
    for (const key of keysOf(object)) if (!node.children.has(key)) this.refuse(node, key);
  }

  private readChild(node: OptionNode, read: () => unknown): void {
    try {
      const given = read();
      const value = snapshot(node, given);
      if (value === undefined) return;
      const origin = this.originOf(node.path, given);
      if (node.children.size > 0 && isPlain(value)) {
        if (isSwitch(node)) this.values.set(node.path, { value: true, origin });
        this.readMembers(node, value);
      } else {
        this.values.set(node.path, { value: value === true && isSwitch(node) ? 'true' : value, origin });
      }
    } catch {
      this.faults.push({ message: `${node.path} cannot be read: its getter throws` });
    }
  }

  private refuse(node: OptionNode, key: string): void {
    this.unknown += 1;
    if (this.unknown > MOST_UNKNOWN) return;
    const path = node.path === '' ? key : `${node.path}.${key}`;
    if (this.others.includes(path)) return;
    const elsewhere = path === 'statusPage' ? STATUS_PAGE : undefined;
    if (elsewhere !== undefined)
      return void this.faults.push({ message: `${path} ${elsewhere}${whereText(this.originOf(path))}` });
    const meant = nearestOption(this.catalog, key, node.path);
    const shown = path.replace(/\p{Cc}/gu, ' ').slice(0, 100);
    const where = whereText(this.originOf(path));
    this.faults.push({
      message: `${shown} is not an option${where}${meant === undefined ? '' : `: did you mean ${meant}?`}`,
    });
  }
}

function whereText(origin: Origin): string {
  return origin.from === 'file' ? ` (${origin.file}:${origin.line})` : '';
}

/** Reads each value once. A proxy may return another value the second time, or throw in the check. */
function snapshot(node: OptionNode, value: unknown): unknown {
  const { short, isShort = isText } = node.facts ?? {};
  if (short !== undefined && isShort(value)) return { [short]: value };
  if (typeof value !== 'object' || value === null || types.isRegExp(value) || node.facts?.opaque === true) return value;
  if (Array.isArray(value)) {
    const length = Math.min(value.length, MOST_ITEMS);
    return Array.from({ length }, (_, index) => inert(value[index]));
  }
  if (node.children.size > 0) return value;
  const members = Object.entries(value).slice(0, MOST_ITEMS);
  return Object.fromEntries(members.map(([key, member]) => [key, inert(member)]));
}

/** No option has objects inside lists or objects. */
function inert(value: unknown): unknown {
  return typeof value === 'object' && value !== null && !types.isRegExp(value) ? {} : value;
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function keysOf(object: object): string[] {
  try {
    return Object.keys(object);
  } catch {
    return [];
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
