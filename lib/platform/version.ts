/** The version of this package. `npm version` writes it here, because a bundle has no `package.json` to read. @internal */
export const VERSION = '0.1.0';
