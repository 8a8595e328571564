/** The versions of Node that the package supports: the same as `engines` in `package.json`. */
export const SUPPORTED_NODE = '^20.19.0 || ^22.12.0 || >=24.0.0';

const FIRST_OF_LINE: Readonly<Record<number, number>> = { 20: 19, 22: 12 };
const FIRST_LINE_WITHOUT_LIMIT = 24;

/** @param version `20.19.0` */
export function isSupportedNode(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const first = FIRST_OF_LINE[major];
  return major >= FIRST_LINE_WITHOUT_LIMIT || (first !== undefined && minor >= first);
}
