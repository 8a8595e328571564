import { Injectable } from '@nestjs/common';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import type { Handler } from '../policy/handler-sites.js';

/** Nest's own keys of metadata. Its packages do not export these constants in all versions. */
const HOST_METADATA = 'host';
const PATH_METADATA = 'path';

/** Key of the constraints that `@RouteConstraints()` sets, for Fastify. @internal */
export const CONSTRAINTS_METADATA = '__fastify_route_constraints__';

/**
 * The hosts of routes, where routes on the same path have different ones.
 *
 * @internal
 */
@Injectable()
export class RouteHosts {
  /** The hosts of each path. Absent until the first question: by then all routes are registered. */
  private byPath: Map<string, Set<string>> | undefined;

  constructor(
    private readonly modules: ModulesContainer,
    private readonly scanner: MetadataScanner,
  ) {}

  /** The host of a handler's route: `api.example.com`, `:tenant.example.com`. Empty where the path has one host. */
  hostOf(type: object, handler: Handler): string {
    const host = hostText(type, handler);
    if (host === '') return '';
    const byPath = (this.byPath ??= this.collect());
    return pathsOf(type, handler).some(path => (byPath.get(path)?.size ?? 0) > 1) ? host : '';
  }

  private collect(): Map<string, Set<string>> {
    const byPath = new Map<string, Set<string>>();
    for (const { controllers } of this.modules.values())
      for (const { metatype } of controllers.values()) {
        const prototype = metatype?.prototype as object | undefined;
        if (!metatype || prototype === undefined) continue;
        for (const name of this.scanner.getAllMethodNames(prototype)) {
          const handler = Reflect.get(prototype, name) as Handler;
          for (const path of pathsOf(metatype, handler)) {
            const hosts = byPath.get(path) ?? new Set();
            byPath.set(path, hosts.add(hostText(metatype, handler)));
          }
        }
      }
    return byPath;
  }
}

function hostText(type: object, handler: Handler): string {
  const constraints = Reflect.getMetadata(CONSTRAINTS_METADATA, handler) as { readonly host?: unknown } | undefined;
  const host = (Reflect.getMetadata(HOST_METADATA, type) as unknown) ?? constraints?.host;
  return [host ?? []]
    .flat()
    .map(each => (each instanceof RegExp ? each.source : String(each)))
    .join('|');
}

/** A controller and its method may have several paths each. */
function pathsOf(type: object, handler: Handler): string[] {
  const paths = Reflect.getMetadata(PATH_METADATA, handler) as unknown;
  if (paths === undefined) return [];
  const bases = [Reflect.getMetadata(PATH_METADATA, type) as unknown].flat();
  return bases.flatMap(base => [paths].flat().map(path => normalized(`/${String(base ?? '')}/${String(path)}`)));
}

function normalized(path: string): string {
  return path.replace(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '');
}
