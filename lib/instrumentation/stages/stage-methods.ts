import * as nestCommon from '@nestjs/common';

/** The methods of guards, pipes, interceptors and exception filters. @internal */
export const STAGE_METHODS: ReadonlySet<string> = new Set(['canActivate', 'transform', 'intercept', 'catch']);

/**
 * Nest's own stages whose time depends on the application: they validate, transform or serialize its objects. Some are
 * absent in earlier versions. Others, such as `ParseIntPipe`, take no time worth a span.
 */
const TELLING = [
  'ClassSerializerInterceptor',
  'ParseArrayPipe',
  'ParseFilePipe',
  'StandardSchemaSerializerInterceptor',
  'StandardSchemaValidationPipe',
  'ValidationPipe',
];

const nestStages = new Set<unknown>(
  TELLING.map((name): unknown => Reflect.get(nestCommon, name)).filter(type => type !== undefined),
);

/** True for a class of Nest that has spans as a stage. @internal */
export function isNestStage(type: unknown): boolean {
  return typeof type === 'function' && nestStages.has(type);
}
