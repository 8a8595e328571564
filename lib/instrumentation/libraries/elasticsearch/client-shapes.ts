import { nameWithoutValues } from '../messages/name-without-values.js';
import { ownValue } from '../own-value.js';

/** Indices that a name lists. */
const MAX_INDICES = 3;
const MAX_NAME = 120;

/** True for a `Client` of any copy of `@elastic/elasticsearch`. @internal */
export function isClient(instance: object): instance is { readonly transport: object } {
  const transport = ownValue(instance, 'transport');
  if (typeof transport !== 'object' || transport === null || ownValue(instance, 'diagnostic') === undefined)
    return false;
  return typeof (transport as { readonly request?: unknown }).request === 'function';
}

/**
 * `Elasticsearch search orders`: the client's method and the index. Ids and bodies are values.
 *
 * @returns `undefined` for a request that has no method of the client: it keeps its path
 * @internal
 */
export function requestName(params: unknown): string | undefined {
  const meta = ownValue(params, 'meta');
  const method = ownValue(meta, 'name');
  if (typeof method !== 'string') return undefined;
  return `Elasticsearch ${method} ${indicesIn(ownValue(ownValue(meta, 'pathParts'), 'index'))}`
    .trim()
    .slice(0, MAX_NAME);
}

function indicesIn(given: unknown): string {
  const names: readonly unknown[] = Array.isArray(given) ? given : String(given ?? '').split(',');
  const shown = names.slice(0, MAX_INDICES).map(name => nameWithoutValues(String(name)));
  return `${[...new Set(shown)].join(',')}${names.length > MAX_INDICES ? ',…' : ''}`;
}
