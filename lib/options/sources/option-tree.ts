import { z } from 'zod';
import { optionsSchema } from '../options.schema.js';
import { factsOf, type OptionFacts } from '../schema/option.js';

/** An option, or options that belong together, as the schema declares them. @internal */
export interface OptionNode {
  /** `recorder.samplingInterval`; empty for the root. */
  readonly path: string;
  /** Absent for groups that can not be switched off. */
  readonly facts: OptionFacts | undefined;
  /** Empty for a single option. */
  readonly children: ReadonlyMap<string, OptionNode>;
  /** Absent where there is no default. */
  readonly fallback: unknown;
  readonly parent: OptionNode | undefined;
}

/** All options, read off the schema once. @internal */
export const optionTree = nodeOf('', optionsSchema, undefined);

/** Every single option and every group that can be switched off, in the order in which people read them. @internal */
export const optionList: readonly (OptionNode & { readonly facts: OptionFacts })[] =
  nodesBelow(optionTree).filter(hasFacts);

const byPath = new Map(nodesBelow(optionTree).map(node => [node.path, node]));

/** @internal */
export function optionAt(path: string): OptionNode | undefined {
  return byPath.get(path);
}

/** The option that a fault is about: `include` for `include.2`. @internal */
export function optionAround(path: readonly PropertyKey[]): OptionNode | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const node = byPath.get(path.slice(0, length).join('.'));
    if (node !== undefined) return node;
  }
  return undefined;
}

/** The group around an option that can be switched off, or the group itself. @internal */
export function switchAround(node: OptionNode): OptionNode | undefined {
  for (let at: OptionNode | undefined = node; at !== undefined; at = at.parent) if (isSwitch(at)) return at;
  return undefined;
}

/** Whether it is a group that can be switched off. @internal */
export function isSwitch(node: OptionNode): boolean {
  return node.children.size > 0 && node.facts !== undefined;
}

function nodeOf(path: string, schema: z.core.$ZodType, parent: OptionNode | undefined): OptionNode {
  const check = schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional ? schema.unwrap() : schema;
  const object = check instanceof z.ZodUnion ? check.options.find(isObject) : check;
  const children = new Map<string, OptionNode>();
  const fallback: unknown = schema instanceof z.ZodPrefault ? schema.def.defaultValue : undefined;
  const node: OptionNode = { path, facts: factsOf(schema), children, fallback, parent };
  if (object !== undefined && isObject(object)) {
    for (const [key, inner] of Object.entries(object.shape)) {
      children.set(key, nodeOf(path === '' ? key : `${path}.${key}`, inner, node));
    }
  }
  return node;
}

function isObject(schema: z.core.$ZodType): schema is z.ZodObject {
  return schema instanceof z.ZodObject;
}

function nodesBelow(node: OptionNode): OptionNode[] {
  return [...node.children.values()].flatMap(child => [child, ...nodesBelow(child)]);
}

function hasFacts(node: OptionNode): node is OptionNode & { readonly facts: OptionFacts } {
  return node.facts !== undefined;
}
