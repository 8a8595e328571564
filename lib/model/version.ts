/** Of this package; `npm version` writes it. Read from no file, which a bundle would not have. @internal */
export const VERSION = '0.1.0';
