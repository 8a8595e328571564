/** The used part of GraphQL's AST. The package may not be installed, so its types are not imported. @internal */
export interface Selections {
  readonly selections: readonly Selection[];
}

interface Selection {
  readonly kind: string;
  readonly name?: { readonly value: string };
  readonly selectionSet?: Selections;
}

/** @internal */
export interface OperationNode {
  readonly operation: string;
  readonly name?: { readonly value: string };
  readonly selectionSet: Selections;
}

/** Returns the fragment of a name. @internal */
export type FragmentByName = (name: string) => { readonly selectionSet: Selections } | undefined;

/** The last argument of each resolver. @internal */
export interface ResolveInfo {
  readonly operation: OperationNode;
  readonly fragments?: Readonly<Record<string, { readonly selectionSet: Selections } | undefined>>;
}

interface Definition {
  readonly kind: string;
  readonly name?: { readonly value: string };
}

type Fragment = Definition & { readonly selectionSet: Selections };

/** A document as its server has parsed it. @internal */
export interface ParsedDocument {
  readonly definitions: readonly (Definition | (Definition & OperationNode))[];
}

/**
 * The operation of a document that a request selects.
 *
 * @param name as the client sent it; a document with one operation needs none
 * @returns `undefined` where several fit, or none
 * @internal
 */
export function operationIn({ definitions }: ParsedDocument, name: unknown): OperationNode | undefined {
  let found: OperationNode | undefined;
  for (const each of definitions) {
    if (each.kind !== 'OperationDefinition') continue;
    const operation = each as Definition & OperationNode;
    if (typeof name === 'string' && operation.name?.value === name) return operation;
    if (found !== undefined && typeof name !== 'string') return undefined;
    found ??= operation;
  }
  return typeof name === 'string' ? undefined : found;
}

/** @internal */
export function fragmentsOf({ definitions }: ParsedDocument): FragmentByName {
  let byName: Map<unknown, Fragment> | undefined;
  return name => {
    byName ??= new Map(
      definitions.filter(({ kind }) => kind === 'FragmentDefinition').map(each => [each.name?.value, each as Fragment]),
    );
    return byName.get(name);
  };
}
