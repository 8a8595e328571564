import type { Tree } from './tree.interface.js';

/** The file of the sources that has a call of this module's `forRoot()` or `forRootAsync()`, if there is one. */
export function moduleThatImports(tree: Tree, sourceRoot: string, moduleName: string): string | undefined {
  let found: string | undefined;
  const call = `${moduleName}.forRoot`;
  tree.getDir(sourceRoot).visit(path => {
    const isSource = /\.[cm]?[jt]s$/.test(path) && !path.includes('/node_modules/');
    if (found === undefined && isSource && tree.readText(path).includes(call)) found = path.replace(/^\//, '');
  });
  return found;
}
