import type { MetadataScanner, ModulesContainer } from '@nestjs/core';
import type { Handler } from '../policy/handler-sites.js';
import { isGrpcServer } from './grpc-server.interface.js';
import type { RpcServer } from './rpc-server.interface.js';

/** Metadata keys of `@MessagePattern()` and similar decorators. Their package may not be installed. */
const PATTERNS = 'microservices:pattern';
const HANDLER_TYPE = 'microservices:handler_type';
const TRANSPORT = 'microservices:transport';

const EVENT = 2;

/** A method of a controller that handles messages. @internal */
export interface PatternMethod {
  readonly type: object;
  readonly method: Handler;
}

/**
 * Finds the method of each pattern of a server, in the order and by the rules of Nest's registration. Nest's handlers show
 * neither their class nor their method. An event with several methods has the first one.
 *
 * @internal
 */
export function patternMethods(
  modules: ModulesContainer,
  scanner: MetadataScanner,
  server: RpcServer,
): ReadonlyMap<unknown, PatternMethod> {
  const keyOf = isGrpcServer(server) ? grpcKey : (pattern: unknown): unknown => server.normalizePattern(pattern);
  const found = new Map<unknown, PatternMethod>();
  for (const { controllers } of modules.values()) {
    for (const { metatype } of controllers.values()) {
      const prototype = metatype?.prototype as object | undefined;
      if (metatype === null || prototype === undefined) continue;
      for (const name of scanner.getAllMethodNames(prototype)) {
        const method = Reflect.get(prototype, name) as Handler;
        for (const pattern of patternsOf(method, server)) {
          const key = pattern instanceof RegExp ? pattern : keyOf(pattern);
          if (found.has(key) && Reflect.getMetadata(HANDLER_TYPE, method) === EVENT) continue;
          found.set(key, { type: metatype, method });
        }
      }
    }
  }
  return found;
}

/** None for a method of another transport. */
function patternsOf(method: Handler, { transportId }: RpcServer): readonly unknown[] {
  const patterns: unknown = Reflect.getMetadata(PATTERNS, method);
  if (!Array.isArray(patterns)) return [];
  const transport: unknown = Reflect.getMetadata(TRANSPORT, method);
  return transport === undefined || transportId === undefined || transport === transportId ? patterns : [];
}

/** As the transport for gRPC registers it. */
function grpcKey(pattern: unknown): unknown {
  return typeof pattern === 'string' ? pattern : JSON.stringify(pattern);
}
