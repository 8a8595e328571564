import { className } from '../../platform/class-name.js';

/** Metadata keys of `@nestjs/graphql`, which may not be installed: of a class its object type, of a method its field. */
const RESOLVER_TYPE_METADATA = 'graphql:resolver_type';
const RESOLVER_NAME_METADATA = 'graphql:resolver_name';
const FIELD_METADATA = 'graphql:resolve_property';
const REFERENCE_METADATA = 'graphql:resolve_reference';

/**
 * The name of a method's spans: `OrdersService.find`; of a field resolver of GraphQL its field, `Order.customer`.
 *
 * @internal
 */
export function stepName(type: NewableFunction, key: string, method: object): string {
  return fieldName(type, key, method) ?? `${className(type)}.${key}`;
}

function fieldName(type: NewableFunction, key: string, method: object): string | undefined {
  const isReference = Reflect.hasMetadata(REFERENCE_METADATA, method);
  if (!isReference && !Reflect.hasMetadata(FIELD_METADATA, method)) return undefined;
  const parent: unknown = Reflect.getMetadata(RESOLVER_TYPE_METADATA, type);
  if (typeof parent !== 'string' || parent === '') return undefined;
  if (isReference) return `${parent}.__resolveReference`;
  const field: unknown = Reflect.getMetadata(RESOLVER_NAME_METADATA, method);
  return `${parent}.${typeof field === 'string' && field !== '' ? field : key}`;
}
