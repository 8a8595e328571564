import { parse, type ParseResult } from '@babel/parser';
import type { Decorator, Expression, File, ObjectExpression, ObjectProperty, Statement } from '@babel/types';

/** Reads TypeScript with parameter decorators, which Nest's constructors have. Throws for a fault of the syntax. */
export function parsed(source: string): ParseResult<File> {
  return parse(source, {
    sourceType: 'module',
    plugins: ['typescript', 'decorators-legacy', 'explicitResourceManagement'],
  });
}

/** A class and its decorators. */
export interface FoundClass {
  readonly name: string | undefined;
  readonly decorators: readonly Decorator[];
}

/** The classes of a file, exported or not, with their decorators before or after `export`. */
export function classesOf(statements: readonly Statement[]): FoundClass[] {
  return statements.flatMap(statement => {
    const isExport = statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration';
    const declared = isExport ? statement.declaration : statement;
    if (declared?.type !== 'ClassDeclaration') return [];
    return [{ name: declared.id?.name, decorators: declared.decorators ?? [] }];
  });
}

/** The property of this name, written as a name or as a text. */
export function propertyOf({ properties }: ObjectExpression, name: string): ObjectProperty | undefined {
  return properties.find((property): property is ObjectProperty => {
    if (property.type !== 'ObjectProperty' || property.computed) return false;
    const { key } = property;
    return (key.type === 'Identifier' && key.name === name) || (key.type === 'StringLiteral' && key.value === name);
  });
}

/** The expression without what TypeScript adds: `x as T`, `x satisfies T`, `(x)`. */
export function plain(expression: Expression): Expression {
  const isWrapped =
    expression.type === 'TSAsExpression' ||
    expression.type === 'TSSatisfiesExpression' ||
    expression.type === 'TSNonNullExpression' ||
    expression.type === 'ParenthesizedExpression';
  return isWrapped ? plain(expression.expression) : expression;
}
