import { VersioningType, type VersioningOptions } from '@nestjs/common';
import type { Handler } from '../policy/handler-sites.js';
import { CONSTRAINTS_METADATA, type RouteHosts } from './route-hosts.js';

/** Nest's own key of metadata. Its packages do not export this constant in all versions. */
const VERSION_METADATA = '__version__';

/** Versions of one handler that its name shows. */
const MAX_VERSIONS = 3;

/** The parts of a name that differ between routes on one path. Made once for each handler. @internal */
export interface RouteVariant {
  /** `api.example.com`; empty where the path has one host. */
  readonly host: string;
  /** ` (v2)`; empty where the path has the version, or the route has none. */
  readonly suffix: string;
}

/**
 * The variant of a handler's route.
 *
 * @returns `undefined` where the path alone is the name
 * @internal
 */
export function variantOf(
  type: object,
  handler: Handler,
  versioning: VersioningOptions | undefined,
  hosts: RouteHosts,
): RouteVariant | undefined {
  const host = hosts.hostOf(type, handler);
  const suffix = versionSuffix(versionsOf(type, handler, versioning));
  return host === '' && suffix === '' ? undefined : { host, suffix };
}

function versionsOf(type: object, handler: Handler, versioning: VersioningOptions | undefined): unknown {
  const constraints = Reflect.getMetadata(CONSTRAINTS_METADATA, handler) as { readonly version?: unknown } | undefined;
  if (versioning === undefined || versioning.type === VersioningType.URI) return constraints?.version;
  return (
    (Reflect.getMetadata(VERSION_METADATA, handler) as unknown) ??
    (Reflect.getMetadata(VERSION_METADATA, type) as unknown) ??
    versioning.defaultVersion ??
    constraints?.version
  );
}

/** Neutral versions are symbols, and not shown. */
function versionSuffix(versions: unknown): string {
  const texts = [versions].flat().filter((version): version is string => typeof version === 'string');
  if (texts.length === 0) return '';
  const shown = texts.slice(0, MAX_VERSIONS).map(text => (/^\d/.test(text) ? `v${text}` : text));
  return ` (${shown.join(', ')}${texts.length > MAX_VERSIONS ? ', …' : ''})`;
}
