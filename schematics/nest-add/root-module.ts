import { posix } from 'node:path';
import type { Node, Statement } from '@babel/types';
import { ModuleFault } from './module-import.js';
import { parsed } from './syntax.js';
import type { Tree } from './tree.interface.js';

/** The file of the root module, and its class where that is certain. */
export interface RootModule {
  readonly path: string;
  readonly name: string | undefined;
}

/** Nest's ways to make an application. The root module is the first argument. */
const CREATORS = new Set(['create', 'createApplicationContext', 'createMicroservice', 'runWithoutClosing', 'run']);
const FACTORIES = new Set(['NestFactory', 'CommandFactory']);

/**
 * The root module that `main.ts` gives to `NestFactory`, else that of `app.module.ts`.
 *
 * @param given the file, when the user names it
 */
export function findRootModule(tree: Tree, sourceRoot: string, given: string | undefined): RootModule {
  if (given !== undefined) {
    if (!tree.exists(given)) throw new ModuleFault(`There is no file ${given}`);
    return { path: given, name: undefined };
  }
  const main = posix.join(sourceRoot, 'main.ts');
  const found = tree.exists(main) ? rootOf(tree, main) : undefined;
  if (found !== undefined) return found;
  const usual = posix.join(sourceRoot, 'app.module.ts');
  if (tree.exists(usual)) return { path: usual, name: undefined };
  throw new ModuleFault(`The root module is neither in ${main} nor in ${usual}`);
}

function rootOf(tree: Tree, main: string): RootModule | undefined {
  const body = statementsOf(tree.readText(main));
  const name = body === undefined ? undefined : firstArgument(body);
  if (body === undefined || name === undefined) return undefined;
  for (const statement of body) {
    if (statement.type !== 'ImportDeclaration') continue;
    const specifier = statement.specifiers.find(({ local }) => local.name === name);
    if (specifier === undefined) continue;
    const path = fileOf(tree, main, statement.source.value);
    const imported = specifier.type === 'ImportSpecifier' ? specifier.imported : undefined;
    return path === undefined ? undefined : { path, name: imported?.type === 'Identifier' ? imported.name : undefined };
  }
  return { path: main, name };
}

function statementsOf(source: string): Statement[] | undefined {
  try {
    return parsed(source).program.body;
  } catch {
    return undefined;
  }
}

/** The name of the class that the first of these calls gets. */
function firstArgument(node: unknown): string | undefined {
  if (Array.isArray(node)) {
    for (const each of node) {
      const found = firstArgument(each);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (typeof node !== 'object' || node === null || !('type' in node)) return undefined;
  return argumentOf(node as Node) ?? firstArgument(Object.values(node));
}

function argumentOf(node: Node): string | undefined {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return undefined;
  const { object, property } = node.callee;
  const isCreator =
    object.type === 'Identifier' &&
    FACTORIES.has(object.name) &&
    property.type === 'Identifier' &&
    CREATORS.has(property.name);
  const [first] = node.arguments;
  return isCreator && first?.type === 'Identifier' ? first.name : undefined;
}

/** The source of a relative import: `./app.module`, `./app.module.js` or a directory. */
function fileOf(tree: Tree, from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const path = posix.join(posix.dirname(from), specifier);
  const candidates = [path, path.replace(/\.js$/, '.ts'), `${path}.ts`, posix.join(path, 'index.ts')];
  return candidates.find(candidate => candidate.endsWith('.ts') && tree.exists(candidate));
}
