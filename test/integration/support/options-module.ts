// Options in a module of their own: `import * as options from './options-module.js'`.
export const localFile = false;
export const threshold = '2s';
