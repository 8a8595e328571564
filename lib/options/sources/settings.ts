import type { OptionCatalog } from '../catalog/option-catalog.js';
import type { OptionNode } from '../catalog/option-node.js';

/** The source of a value. @internal */
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
  /** The text of the variable, as the user wrote it. */
  readonly written?: string;
}

/** A sentence about a fault. The option `strict` decides later if it stops the start. @internal */
export interface SourceFault {
  readonly message: string;
}

/** The settings of one source, or of all sources together. @internal */
export interface Settings {
  /** By the option's path. A group that can be switched off has `true`, `false`, or an invalid value. */
  readonly values: ReadonlyMap<string, Setting>;
  readonly faults: readonly SourceFault[];
  /** Logged, but never a reason to stop the start. */
  readonly warnings: readonly string[];
}

/** @internal */
export const NO_SETTINGS: Settings = { values: new Map(), faults: [], warnings: [] };

/**
 * The one place that decides the precedence. For each option, a later source in the list replaces an earlier one.
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
 * Builds the object of options that the schema checks. Options that are not set are left out.
 *
 * @internal
 */
export function assemble({ root }: OptionCatalog, values: ReadonlyMap<string, Setting>): Record<string, unknown> {
  return membersOf(root, values);
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
