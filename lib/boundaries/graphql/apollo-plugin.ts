import type { DriverOptions } from './drivers.js';
import type { GraphqlOperations } from './operations.js';
import { fragmentsOf, type OperationNode, type ParsedDocument } from './parsed-operation.js';

/** The used part of Apollo's state of one operation. */
interface RequestContext {
  readonly document?: ParsedDocument;
  readonly operation?: OperationNode;
  readonly contextValue?: unknown;
}

/** A plugin of Apollo Server. It is called with the parsed and validated document of each operation. @internal */
export interface ApolloPlugin {
  requestDidStart(): Promise<{
    didResolveOperation(context: RequestContext): Promise<void>;
    willSendResponse(context: RequestContext): Promise<void>;
  }>;
}

/** @internal */
export function apolloPlugin(operations: GraphqlOperations): ApolloPlugin {
  const listener = {
    async didResolveOperation({ document, operation, contextValue }: RequestContext): Promise<void> {
      if (document !== undefined && operation !== undefined)
        operations.begin(operation, fragmentsOf(document), contextValue);
    },
    async willSendResponse({ contextValue }: RequestContext): Promise<void> {
      operations.end(contextValue);
    },
  };
  return { requestDidStart: async () => listener };
}

/** The options with the plugin behind the application's own ones. @internal */
export function withPlugin(options: DriverOptions, plugin: ApolloPlugin): DriverOptions {
  const { plugins } = options;
  return { ...options, plugins: [...(Array.isArray(plugins) ? (plugins as unknown[]) : []), plugin] };
}
