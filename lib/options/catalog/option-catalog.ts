import { z } from 'zod';
import { alertingFaults, alertingOptions, operatingOptions } from '../schema/common.schema.js';
import type { GroupFault, OptionPart } from '../schema/option-part.js';
import { isListed, isSwitch, nodeOf, nodesBelow, type ListedOption, type OptionNode } from './option-node.js';

/** Checked options that have not been resolved yet. The parts' values are among them. @internal */
export type CheckedOptions = z.output<z.ZodObject<typeof alertingOptions & typeof operatingOptions>>;

/**
 * All options of the module: those of this room, and the parts that other rooms contribute.
 *
 * @internal
 */
export class OptionCatalog {
  readonly root: OptionNode;
  /** Single options and groups that can be switched off, in the order of the settings table. */
  readonly list: readonly ListedOption[];
  private readonly schema: z.ZodType;
  private readonly byPath: ReadonlyMap<string, OptionNode>;

  /** @param parts in the order in which the settings table lists them */
  constructor(readonly parts: readonly OptionPart[]) {
    const ofParts = Object.fromEntries(parts.map(({ option, schema }) => [option, schema]));
    // An unknown name is a fault: a typing error would silently leave the default in force.
    this.schema = z.strictObject(
      { ...alertingOptions, ...ofParts, ...operatingOptions },
      'must be an object of options',
    );
    this.root = nodeOf(this.schema);
    const nodes = nodesBelow(this.root);
    this.list = nodes.filter(isListed);
    this.byPath = new Map(nodes.map(node => [node.path, node]));
  }

  /** The environment variables of all options, gates included. */
  get variables(): string[] {
    return this.list.flatMap(({ facts }) => [facts.variable, facts.gate?.variable].filter(name => name !== undefined));
  }

  /** Checks every value. */
  parse(options: unknown): { checked: CheckedOptions } | { error: z.ZodError } {
    const parsed = this.schema.safeParse(options);
    return parsed.success ? { checked: parsed.data as CheckedOptions } : { error: parsed.error };
  }

  /** The faults between values that are each valid. */
  groupFaults(checked: CheckedOptions): GroupFault[] {
    const ofParts = this.parts.flatMap(part => part.faultsOf(memberOf(checked, part.option)));
    return [...alertingFaults(checked), ...ofParts];
  }

  /** The parts in the form in which their rooms read them, by their option. */
  resolveParts(checked: CheckedOptions): Record<string, unknown> {
    return Object.fromEntries(this.parts.map(part => [part.option, part.resolve(memberOf(checked, part.option))]));
  }

  at(path: string): OptionNode | undefined {
    return this.byPath.get(path);
  }

  /** The option that a fault's path belongs to: `include` for `include.2`. */
  around(path: readonly PropertyKey[]): OptionNode | undefined {
    for (let length = path.length; length > 0; length -= 1) {
      const node = this.byPath.get(path.slice(0, length).join('.'));
      if (node !== undefined) return node;
    }
    return undefined;
  }

  get switches(): ListedOption[] {
    return this.list.filter(isSwitch);
  }
}

function memberOf(checked: CheckedOptions, option: string): unknown {
  return (checked as Readonly<Record<string, unknown>>)[option];
}
