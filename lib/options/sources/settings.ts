import { optionTree, type OptionNode } from './option-tree.js';

/** Where a value came from. @internal */
export type Origin =
  | { readonly from: 'code' }
  | { readonly from: 'update' }
  | { readonly from: 'environment'; readonly variable: string }
  | { readonly from: 'file'; readonly file: string; readonly line: number }
  | { readonly from: 'default' };

/** A value that was set, before its check. @internal */
export interface Setting {
  readonly value: unknown;
  readonly origin: Origin;
  /** The variable's text: what people wrote. */
  readonly written?: string;
}

/** A sentence about what is wrong, before it is known whether it stops the start. @internal */
export interface SourceFault {
  readonly message: string;
}

/** What one source, or all of them together, say. @internal */
export interface Settings {
  /** By the option's path. A group that can be switched off has `true`, `false`, or what is neither. */
  readonly values: ReadonlyMap<string, Setting>;
  readonly faults: readonly SourceFault[];
  /** Said, but never a reason not to start. */
  readonly warnings: readonly string[];
}

/** @internal */
export const NO_SETTINGS: Settings = { values: new Map(), faults: [], warnings: [] };

/**
 * The one place where precedence is decided: what comes later in the list wins, option by option.
 *
 * @internal
 */
export function inPrecedence(sources: { code: Settings; environment: Settings; file: Settings }): Settings {
  const weakestFirst = [sources.file, sources.environment, sources.code];
  return {
    values: new Map(weakestFirst.flatMap(source => [...source.values])),
    faults: weakestFirst.flatMap(source => source.faults),
    warnings: weakestFirst.flatMap(source => source.warnings),
  };
}

/**
 * The object that the settings stand for, fit for the schema: what is not set is left out.
 *
 * @internal
 */
export function assemble(values: ReadonlyMap<string, Setting>): Record<string, unknown> {
  return membersOf(optionTree, values);
}

function membersOf(node: OptionNode, values: ReadonlyMap<string, Setting>): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const [key, child] of node.children) {
    const own = values.get(child.path);
    if (child.children.size === 0 || (own !== undefined && own.value !== true)) {
      if (own !== undefined) members[key] = own.value;
    } else if (own !== undefined || child.facts === undefined || child.fallback !== false) {
      members[key] = membersOf(child, values);
    }
  }
  return members;
}
