import type { StackNode } from '../../recorder/recording.interface.js';
import { showName } from './names.js';

const OWN_PACKAGE = 'nestjs-performance-monitor';
const MODULES = '/node_modules/';

/** `webpack-internal:///./src/main.ts`, `webpack://app/./src/main.ts?1a2b` */
const EVALUATED = /^\w+pack(?:-internal)?:\/\/[^/]*(\/[^?]*)/;

/**
 * Whose code a frame is: the application's, this package's, or a library's. Node itself and native code are the
 * library `node`.
 *
 * @internal
 */
export interface FrameOrigin {
  readonly of: 'application' | 'own' | 'library';
  /** `typeorm`, `@nestjs/core`, `node`; absent for the application's code. */
  readonly library?: string;
}

const APPLICATION: FrameOrigin = { of: 'application' };
const NODE: FrameOrigin = { of: 'library', library: 'node' };
const OWN: FrameOrigin = { of: 'own', library: OWN_PACKAGE };

/**
 * @param url as V8 tells it
 * @param ownDirectory absolute path of this package's code, ending with `/`
 * @internal
 */
export function frameOrigin(url: string, ownDirectory?: string): FrameOrigin {
  const path = filePath(url) ?? evaluatedPath(url);
  if (path === undefined) return NODE;
  if (ownDirectory !== undefined && path.startsWith(ownDirectory)) return OWN;
  const at = path.lastIndexOf(MODULES);
  if (at < 0) return APPLICATION;
  const [scopeOrName = '', name = ''] = path.slice(at + MODULES.length).split('/', 2);
  const library = showName(scopeOrName.startsWith('@') ? `${scopeOrName}/${name}` : scopeOrName);
  return library === OWN_PACKAGE ? OWN : { of: 'library', library };
}

/** What a bundler evaluates from a text, as it does in development, is in no file, and its lines are not the source's. */
function evaluatedPath(url: string): string | undefined {
  return EVALUATED.exec(url)?.[1];
}

/**
 * The absolute path of a frame's file, with `/` on every platform; `undefined` for Node's own and native code, and for
 * code that is in no file.
 *
 * @internal
 */
export function filePath(url: string): string | undefined {
  if (url.startsWith('file://')) {
    const path = decode(url.slice('file://'.length));
    return /^\/[a-z]:/i.test(path) ? path.slice(1) : path;
  }
  if (url.startsWith('/')) return url;
  return /^[a-z]:[\\/]/i.test(url) ? url.replaceAll('\\', '/') : undefined;
}

/** A function's name as people read it; one without a name is known by its place. @internal */
export function functionName(frame: StackNode): string {
  if (frame.name !== '') return showName(frame.name);
  const location = displayLocation(frame);
  return location === undefined ? '(anonymous)' : `(anonymous) ${location}`;
}

/** `orders.service.ts:42`; `undefined` for code that is in no file. @internal */
export function displayLocation(frame: StackNode): string | undefined {
  const path = filePath(frame.url);
  return path === undefined ? undefined : withLine(path.slice(path.lastIndexOf('/') + 1), frame.line);
}

/**
 * `src/orders.service.ts:42`, and for a library's file the path within `node_modules`; `undefined` for code that is in
 * no file.
 *
 * @param cwd absolute path that application files are shown relative to; those outside keep their whole path
 * @internal
 */
export function treeLocation(frame: StackNode, cwd?: string): string | undefined {
  const path = filePath(frame.url);
  if (path === undefined) return undefined;
  const at = path.lastIndexOf(MODULES);
  if (at >= 0) return withLine(path.slice(at + MODULES.length), frame.line);
  const base = cwd?.replaceAll('\\', '/').replace(/\/*$/, '/');
  return withLine(base !== undefined && path.startsWith(base) ? path.slice(base.length) : path, frame.line);
}

function withLine(path: string, line: number): string {
  return showName(line > 0 ? `${path}:${line}` : path);
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
