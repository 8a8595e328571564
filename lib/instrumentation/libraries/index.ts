import type { LibraryName } from './libraries.options.js';
import type { LibraryClass } from './library.interface.js';
import { NodeHttpLibrary } from './node-http/node-http.library.js';
import { UndiciLibrary } from './undici/undici.library.js';

/** The library of each name. @internal */
export const LIBRARIES: Readonly<Record<LibraryName, LibraryClass>> = {
  undici: UndiciLibrary,
  'node-http': NodeHttpLibrary,
};
