import { z } from 'zod';
import { factsOf, type OptionFacts } from '../schema/option.js';

/** An option or a group of options, as the schema declares it. @internal */
export interface OptionNode {
  /** `recorder.samplingInterval`. Empty for the root. */
  readonly path: string;
  /** Absent for groups that cannot be switched off. */
  readonly facts: OptionFacts | undefined;
  /** Empty for a single option. */
  readonly children: ReadonlyMap<string, OptionNode>;
  /** The default, before its check. Absent if there is none. */
  readonly fallback: unknown;
  readonly parent: OptionNode | undefined;
}

/** A single option, or a group that can be switched off. @internal */
export type ListedOption = OptionNode & { readonly facts: OptionFacts };

/** Reads the tree of options from the schema. @internal */
export function nodeOf(schema: z.core.$ZodType, path = '', parent?: OptionNode): OptionNode {
  const check = schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional ? schema.unwrap() : schema;
  const object = check instanceof z.ZodUnion ? check.options.find(isObject) : check;
  const children = new Map<string, OptionNode>();
  const fallback: unknown = schema instanceof z.ZodPrefault ? schema.def.defaultValue : undefined;
  const node: OptionNode = { path, facts: factsOf(schema), children, fallback, parent };
  if (object !== undefined && isObject(object)) {
    for (const [key, inner] of Object.entries(object.shape)) {
      children.set(key, nodeOf(inner, path === '' ? key : `${path}.${key}`, node));
    }
  }
  return node;
}

/** The nodes below in the order of the schema. @internal */
export function nodesBelow(node: OptionNode): OptionNode[] {
  return [...node.children.values()].flatMap(child => [child, ...nodesBelow(child)]);
}

/** @internal */
export function isListed(node: OptionNode): node is ListedOption {
  return node.facts !== undefined;
}

/** True for a group that can be switched off. @internal */
export function isSwitch(node: OptionNode): boolean {
  return node.children.size > 0 && node.facts !== undefined;
}

/** The nearest group that can be switched off: the node itself or one above it. @internal */
export function switchAround(node: OptionNode): OptionNode | undefined {
  for (let at: OptionNode | undefined = node; at !== undefined; at = at.parent) if (isSwitch(at)) return at;
  return undefined;
}

function isObject(schema: z.core.$ZodType): schema is z.ZodObject {
  return schema instanceof z.ZodObject;
}
