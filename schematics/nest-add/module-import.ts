import type { CallExpression, Expression, Statement } from '@babel/types';
import { classesOf, parsed, plain, propertyOf } from './syntax.js';

export const MODULE_NAME = 'PerformanceMonitorModule';
/** The directory of the reports. */
export const REPORTS = 'performance-reports';

const PACKAGE = 'nestjs-performance-monitor';

/** A root module that cannot be found or changed. The message names the file. */
export class ModuleFault extends Error {}

/**
 * The source of a module with the monitor as the first of its imports. Nothing else of the text changes.
 *
 * @param path for messages
 * @param className the root module's class, when the file has several
 */
export function addImport(source: string, path: string, className: string | undefined): string {
  const body = statementsOf(source, path);
  const decorator = decoratorOf(body, path, className);
  const quote = /from\s+(['"])/.exec(source)?.[1] ?? "'";
  const entry = `${MODULE_NAME}.forRoot({ localFile: { outputDir: ${quote}./${REPORTS}${quote} } })`;
  // The later place first: the earlier one stays where it is.
  const edited = withEntry(source, decorator, entry);
  if (edited === undefined) throw new ModuleFault(`In ${path}, the argument of @Module() is no object`);
  return withImportLine(edited, body, quote);
}

function decoratorOf(body: readonly Statement[], path: string, className: string | undefined): CallExpression {
  const modules = classesOf(body).flatMap(({ name, decorators }) =>
    decorators.flatMap(({ expression }) => (isModuleCall(expression) ? [{ name, expression }] : [])),
  );
  const found = modules.find(({ name }) => name === className) ?? (modules.length === 1 ? modules[0] : undefined);
  if (found === undefined) throw new ModuleFault(`${path} has ${modules.length} classes with @Module()`);
  return found.expression;
}

function isModuleCall(expression: Expression): expression is CallExpression {
  return (
    expression.type === 'CallExpression' &&
    expression.callee.type === 'Identifier' &&
    expression.callee.name === 'Module'
  );
}

function withEntry(source: string, { arguments: [given], end }: CallExpression, entry: string): string | undefined {
  if (given === undefined) return insert(source, (end ?? 0) - 1, `{ imports: [${entry}] }`);
  const metadata = given.type === 'SpreadElement' || given.type === 'ArgumentPlaceholder' ? undefined : plain(given);
  if (metadata?.type !== 'ObjectExpression') return undefined;
  const imports = propertyOf(metadata, 'imports');
  if (imports === undefined) return afterBracket(source, metadata, `imports: [${entry}]`);
  const value = plain(imports.value as Expression);
  if (value.type === 'ArrayExpression') return afterBracket(source, value, entry);
  // `imports` or `imports: FEATURES`: what it gives comes after.
  const text = source.slice(value.start ?? 0, value.end ?? 0);
  return source.slice(0, imports.start ?? 0) + `imports: [${entry}, ...${text}]` + source.slice(imports.end ?? 0);
}

/** Puts an element first, on a line of its own where the others have their own. */
function afterBracket(
  source: string,
  list: { readonly start?: number | null; readonly type: 'ArrayExpression' | 'ObjectExpression' },
  element: string,
): string {
  const at = (list.start ?? 0) + 1;
  const rest = source.slice(at);
  const isObject = list.type === 'ObjectExpression';
  if (/^\s*[\]}]/.test(rest)) {
    const end = at + (/^\s*/.exec(rest)?.[0].length ?? 0);
    return source.slice(0, at) + (isObject ? ` ${element} ` : element) + source.slice(end);
  }
  const lines = /^[^\S\r\n]*(\r?\n)([^\S\r\n]*)/.exec(rest);
  if (lines === null) return insert(source, at, isObject ? ` ${element},` : `${element}, `);
  const [, newline = '\n', indent = ''] = lines;
  return insert(source, at, `${newline}${indent}${element},`);
}

/** After the last import, with the semicolon and the line end that it has. */
function withImportLine(source: string, body: readonly Statement[], quote: string): string {
  const last = body.findLast(({ type }) => type === 'ImportDeclaration');
  const end = last?.end ?? 0;
  const isWithSemicolon = last === undefined || source[end - 1] === ';';
  const line = `import { ${MODULE_NAME} } from ${quote}${PACKAGE}${quote}${isWithSemicolon ? ';' : ''}`;
  const newline = source.includes('\r\n') ? '\r\n' : '\n';
  return last === undefined ? line + newline + source : insert(source, end, newline + line);
}

function insert(source: string, at: number, text: string): string {
  return source.slice(0, at) + text + source.slice(at);
}

function statementsOf(source: string, path: string): Statement[] {
  try {
    return parsed(source).program.body;
  } catch (error) {
    throw new ModuleFault(`${path} cannot be read: ${(error as Error).message}`);
  }
}
