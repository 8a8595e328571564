/** The part of a JSON schema that decides whether code can read a document. */
interface Schema {
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean';
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

interface Part {
  readonly value: unknown;
  readonly schema: Schema;
  readonly name: string | number;
  readonly parent: Part | undefined;
}

/** A deep tree has long paths: the last names of one are enough. */
const MAX_NAMES = 12;
const DEFINITION = '#/$defs/';

/**
 * Compares a document with the types and the required members of its schema. Values and unknown members are not compared:
 * a later version of the same schema may have more of both.
 *
 * @returns the first difference as a clause, `/accounting/cpuMs is no number`; `undefined` when there is none
 */
export function differenceOf(document: unknown, root: Schema): string | undefined {
  // No recursion: a hostile tree can be deeper than the stack.
  const open: Part[] = [{ value: document, schema: root, name: '', parent: undefined }];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const { value } = part;
    const schema = definitionOf(part.schema, root);
    if (schema.type !== undefined && !isOfType(value, schema.type)) {
      return `${pathOf(part) || 'it'} is no ${schema.type}`;
    }
    if (typeof value !== 'object' || value === null) continue;
    const missing = schema.required?.find(name => !Object.hasOwn(value, name));
    if (missing !== undefined) return `${pathOf(part)}/${missing} is missing`;
    for (const [name, inner] of schemasIn(value, schema)) {
      open.push({ value: (value as Record<string | number, unknown>)[name], schema: inner, name, parent: part });
    }
  }
  return undefined;
}

/** The members or items that have a schema. */
function* schemasIn(value: object, { properties = {}, items }: Schema): Generator<[string | number, Schema], void> {
  if (Array.isArray(value)) {
    if (items !== undefined) for (const index of value.keys()) yield [index, items];
    return;
  }
  for (const [name, schema] of Object.entries(properties)) if (Object.hasOwn(value, name)) yield [name, schema];
}

function pathOf(part: Part): string {
  const names: (string | number)[] = [];
  let at: Part | undefined = part;
  for (; at?.parent !== undefined && names.length < MAX_NAMES; at = at.parent) names.unshift(at.name);
  const path = names.map(name => `/${name}`).join('');
  return at?.parent === undefined ? path : `…${path}`;
}

function definitionOf(schema: Schema, root: Schema): Schema {
  if (schema.$ref?.startsWith(DEFINITION) !== true) return schema;
  return root.$defs?.[schema.$ref.slice(DEFINITION.length)] ?? {};
}

function isOfType(value: unknown, type: NonNullable<Schema['type']>): boolean {
  switch (type) {
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}
