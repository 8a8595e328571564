import type { FragmentByName, OperationNode, Selections } from './parsed-operation.js';

/** Names of operations in one application. Clients choose them, so further ones share a name. */
const MAX_NAMES = 200;

/** Root fields that the name of an operation without a name shows. */
const MAX_FIELDS = 3;

/** Selections that are searched for root fields. A client may send any number, and nest them. */
const MAX_SELECTIONS = 1_000;
const MAX_DEPTH = 32;

/** A name that a client chose is cut. */
const MAX_LENGTH = 100;

/**
 * Names operations: `query OrdersPage`, or by their root fields `query { customer, orders }`. Contains no values and no
 * aliases.
 *
 * @internal
 */
export class OperationNames {
  private readonly names = new Set<string>();
  /** Servers keep parsed documents, so most operations are named once. */
  private readonly byOperation = new WeakMap<object, string>();

  /** @throws for an object that is no operation */
  nameOf(operation: OperationNode, fragments: FragmentByName): string {
    let name = this.byOperation.get(operation);
    if (name === undefined) {
      name = this.bounded(operation.operation, textOf(operation, fragments));
      this.byOperation.set(operation, name);
    }
    return name;
  }

  private bounded(type: string, text: string): string {
    const name = `${type} ${text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text}`;
    if (this.names.has(name)) return name;
    if (this.names.size >= MAX_NAMES) return `${type} *`;
    this.names.add(name);
    return name;
  }
}

function textOf({ name, selectionSet }: OperationNode, fragments: FragmentByName): string {
  if (name !== undefined) return name.value;
  const all = [...new RootFields(fragments).in(selectionSet)].sort();
  const own = all.filter(field => !field.startsWith('__'));
  const shown = own.length > 0 ? own : all;
  return `{ ${shown.slice(0, MAX_FIELDS).join(', ')}${shown.length > MAX_FIELDS ? ', …' : ''} }`;
}

/** The fields of an operation's first level, with those in its fragments. */
class RootFields {
  private readonly found = new Set<string>();
  private readonly passed = new Set<string>();
  private left = MAX_SELECTIONS;

  constructor(private readonly fragments: FragmentByName) {}

  in(selections: Selections): ReadonlySet<string> {
    this.collect(selections, 0);
    return this.found;
  }

  private collect({ selections }: Selections, depth: number): void {
    if (depth > MAX_DEPTH) return;
    for (const { kind, name, selectionSet } of selections) {
      if ((this.left -= 1) < 0) return;
      if (kind === 'Field') this.found.add(name?.value ?? '');
      else if (selectionSet !== undefined) this.collect(selectionSet, depth + 1);
      else if (name !== undefined && !this.passed.has(name.value)) {
        this.passed.add(name.value);
        const fragment = this.fragments(name.value);
        if (fragment !== undefined) this.collect(fragment.selectionSet, depth + 1);
      }
    }
  }
}
