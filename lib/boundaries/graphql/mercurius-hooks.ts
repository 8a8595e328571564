import { ownData } from '../../privacy/own-data.js';
import type { DriverOptions } from './drivers.js';
import type { GraphqlOperations } from './operations.js';
import { fragmentsOf, operationIn, type ParsedDocument } from './parsed-operation.js';

/** The used part of Mercurius's state of one operation. */
interface MercuriusContext {
  readonly reply?: { readonly request?: object };
  /** Its position in a batch. */
  readonly operationId?: number;
}

/** Hooks of Mercurius: each is called with the context value of the operation. @internal */
export interface MercuriusHooks {
  preExecution(schema: unknown, document: ParsedDocument, context: MercuriusContext): Promise<void>;
  onResolution(result: unknown, context: MercuriusContext): Promise<void>;
}

/** @internal */
export function mercuriusHooks(operations: GraphqlOperations): MercuriusHooks {
  return {
    async preExecution(_schema, document, context) {
      try {
        const operation = operationIn(document, requestedName(context));
        if (operation !== undefined) operations.begin(operation, fragmentsOf(document), context);
      } catch (error) {
        operations.fail(error);
      }
    },
    async onResolution(_result, context) {
      operations.end(context);
    },
  };
}

/** The options with these hooks before the application's own ones. @internal */
export function withHooks(options: DriverOptions, hooks: MercuriusHooks): DriverOptions {
  const given = (options.hooks ?? {}) as Readonly<Record<string, unknown>>;
  const merged = Object.entries(hooks).map(([name, hook]) => [name, [hook, given[name] ?? []].flat()]);
  return { ...options, hooks: { ...given, ...Object.fromEntries(merged) } };
}

/** Mercurius does not pass the operation's name on. */
function requestedName({ reply, operationId }: MercuriusContext): unknown {
  const { request } = reply ?? {};
  const body = ownData(request, 'body');
  const item = Array.isArray(body) ? (body as unknown[])[operationId ?? 0] : body;
  return ownData(item, 'operationName') ?? ownData(ownData(request, 'query'), 'operationName');
}
