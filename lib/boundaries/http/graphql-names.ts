import { ownData } from '../../privacy/own-data.js';

/** Names of operations in one application. Clients choose them, so further ones share a name. */
const MAX_NAMES = 200;

/** Root fields that the name of an operation without a name shows. */
const MAX_FIELDS = 3;

/** A name that a client chose is cut. */
const MAX_LENGTH = 100;

/** The used part of GraphQL's AST. The package may not be installed, so its types are not imported. */
interface Selections {
  readonly selections: readonly Selection[];
}

interface Selection {
  readonly kind: string;
  readonly name?: { readonly value: string };
  readonly selectionSet?: Selections;
}

interface Operation {
  readonly operation: string;
  readonly name?: { readonly value: string };
  readonly selectionSet: Selections;
}

/** The last argument of each resolver. @internal */
export interface ResolveInfo {
  readonly operation: Operation;
  readonly fragments?: Readonly<Record<string, { readonly selectionSet: Selections } | undefined>>;
}

/** True for a request with several operations: it is named by its route. @internal */
export function isBatch(request: object): boolean {
  return Array.isArray(ownData(request, 'body'));
}

/**
 * Names operations: `query OrdersPage`, or by their root fields `query { customer, orders }`.
 *
 * @internal
 */
export class GraphqlNames {
  private readonly names = new Set<string>();
  /** Servers keep parsed documents, so most operations are named once. */
  private readonly byOperation = new WeakMap<object, string>();

  /**
   * Never throws: an error would fail the request.
   *
   * @param given the {@link ResolveInfo}, where the driver gives one
   */
  nameOf(given: unknown): string | undefined {
    try {
      const info = given as ResolveInfo;
      const { operation } = info;
      let name = this.byOperation.get(operation);
      if (name === undefined) this.byOperation.set(operation, (name = this.bounded(operation.operation, textOf(info))));
      return name;
    } catch {
      return undefined;
    }
  }

  private bounded(type: string, text: string): string {
    const name = `${type} ${text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text}`;
    if (this.names.has(name)) return name;
    if (this.names.size >= MAX_NAMES) return `${type} *`;
    this.names.add(name);
    return name;
  }
}

function textOf(info: ResolveInfo): string {
  const given = info.operation.name?.value;
  if (given !== undefined) return given;
  const fields = new Set<string>();
  collect(info.operation.selectionSet, info, fields, new Set());
  const all = [...fields].sort();
  const own = all.filter(field => !field.startsWith('__'));
  const shown = own.length > 0 ? own : all;
  return `{ ${shown.slice(0, MAX_FIELDS).join(', ')}${shown.length > MAX_FIELDS ? ', …' : ''} }`;
}

function collect({ selections }: Selections, info: ResolveInfo, fields: Set<string>, passed: Set<string>): void {
  for (const { kind, name, selectionSet } of selections) {
    if (kind === 'Field') fields.add(name?.value ?? '');
    else if (selectionSet !== undefined) collect(selectionSet, info, fields, passed);
    else if (name !== undefined && !passed.has(name.value)) {
      passed.add(name.value);
      const fragment = info.fragments?.[name.value];
      if (fragment !== undefined) collect(fragment.selectionSet, info, fields, passed);
    }
  }
}
