/** The part of the devkit's tree of files that is used here: paths are relative to the workspace. */
export interface Tree {
  exists(path: string): boolean;
  /** The text of a file, or an error when it is no UTF-8. */
  readText(path: string): string;
  create(path: string, content: string): void;
  overwrite(path: string, content: string): void;
  getDir(path: string): { visit(visitor: (path: string) => void): void };
}

/** The part of the devkit's context that is used here. */
export interface Context {
  readonly logger: { info(line: string): void; warn(line: string): void };
}

/** A change of the tree, as the devkit runs it. */
export type Rule = (tree: Tree, context: Context) => Tree;
