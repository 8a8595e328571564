import { decodeUri } from '../../platform/decode-uri.js';
import type { StackNode } from '../../recorder/recording.interface.js';
import { showName } from './names.js';

const OWN_PACKAGE = 'nestjs-performance-monitor';
const MODULES = '/node_modules/';

/** `webpack-internal:///./src/main.ts`, `webpack://app/./src/main.ts?1a2b` */
const EVALUATED = /^\w+pack(?:-internal)?:\/\/[^/]*(\/[^?]*)/;

/**
 * The origin of a frame's code: the application, this package or a library. Node itself and native code count as the
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
 * @param url the frame's URL, as V8 reports it
 * @param ownDirectory absolute path of this package's code, with a `/` at the end
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

/** In development, bundlers evaluate code from strings: it is in no file, and its lines are not those of the source. */
function evaluatedPath(url: string): string | undefined {
  return EVALUATED.exec(url)?.[1];
}

/**
 * The absolute path of a frame's file, with `/` on every platform.
 *
 * The query of a reloaded module is no part of it: `file:///app/main.js?t=1`.
 *
 * @returns `undefined` for Node's own and native code, and for code that is in no file
 * @internal
 */
export function filePath(url: string): string | undefined {
  if (url.startsWith('file://')) {
    const path = decodeUri(url.slice('file://'.length).replace(/[?#].*$/, ''));
    return /^\/[a-z]:/i.test(path) ? path.slice(1) : path;
  }
  if (url.startsWith('/')) return url;
  return /^[a-z]:[\\/]/i.test(url) ? url.replaceAll('\\', '/') : undefined;
}

/** The name of a function for people, or its location if it has no name. @internal */
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
 * `src/orders.service.ts:42`; for a file of a library, the path within `node_modules`.
 *
 * @param cwd absolute path of a folder: files in it are shown relative to it, others with their whole path
 * @returns `undefined` for code that is in no file
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
