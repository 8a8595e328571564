import type { z } from 'zod';
import type { ResolvedOptions } from '../resolved-options.interface.js';
import { switchable, type OptionFacts } from './option.js';

/** A fault between values that are each valid. @internal */
export interface GroupFault {
  /** The option's path: `mattermost.token`. */
  readonly path: string;
  readonly message: string;
}

/**
 * An option that lies with the code that it configures: its schema, and the form in which that code reads it.
 *
 * @internal
 */
export interface OptionPart<Resolved = unknown> {
  /** The member of the options: `mattermost`. */
  readonly option: string;
  readonly schema: z.ZodType;
  faultsOf(checked: unknown): readonly GroupFault[];
  /** Converts the checked value, and freezes the result. */
  resolve(checked: unknown): Resolved;
  /** Reads the part from the options in force. */
  of(options: ResolvedOptions): Resolved;
}

/** @internal */
export interface PartSource<Schema extends z.ZodType, Resolved> {
  readonly option: string;
  readonly schema: Schema;
  faultsOf?(checked: z.output<Schema>): readonly GroupFault[];
  resolve(checked: z.output<Schema>): Resolved;
}

/** @internal */
export function optionPart<Schema extends z.ZodType, Resolved>({
  option,
  schema,
  faultsOf = () => [],
  resolve,
}: PartSource<Schema, Resolved>): OptionPart<Resolved> {
  return {
    option,
    schema,
    // The catalog passes the value that the schema has checked. Here alone its type gets lost.
    faultsOf: checked => faultsOf(checked as z.output<Schema>),
    resolve: checked => resolve(checked as z.output<Schema>),
    of: options => (options as unknown as Readonly<Record<string, unknown>>)[option] as Resolved,
  };
}

/** @internal */
export interface SwitchSource<Shape extends z.ZodRawShape, Resolved> {
  readonly option: string;
  readonly members: Shape;
  /** The group applies unless the user sets it to `false`. Off by default. */
  readonly on?: boolean;
  readonly facts: OptionFacts;
  faultsOf?(checked: z.output<z.ZodObject<Shape>>): readonly GroupFault[];
  /** `false` for a group that lacks a value. `faultsOf()` reports it. */
  resolve(checked: z.output<z.ZodObject<Shape>>): false | Resolved;
}

/** A group of options that `false` switches off. @internal */
export function switchablePart<Shape extends z.ZodRawShape, Resolved extends object>({
  option,
  members,
  on = false,
  facts,
  faultsOf = () => [],
  resolve,
}: SwitchSource<Shape, Resolved>): OptionPart<false | Resolved> {
  type Checked = false | z.output<z.ZodObject<Shape>>;
  return optionPart<z.ZodType<Checked>, false | Resolved>({
    option,
    schema: switchable(members, on, facts) as unknown as z.ZodType<Checked>,
    faultsOf: checked => (checked === false ? [] : faultsOf(checked)),
    resolve: checked => checked !== false && resolve(checked),
  });
}

/** One fault for each value that is `undefined`. @internal */
export function missingFaults(group: string, values: Readonly<Record<string, unknown>>, why: string): GroupFault[] {
  return Object.entries(values)
    .filter(([, value]) => value === undefined)
    .map(([name]) => ({ path: `${group}.${name}`, message: `is missing: ${why}; or set ${group} to false` }));
}
