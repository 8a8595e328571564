import type { HttpAdapterHost } from '@nestjs/core';

/** False in an application without HTTP: a worker may import the module of the web application. @internal */
export function hasRoutes({ httpAdapter }: HttpAdapterHost): boolean {
  return typeof httpAdapter === 'object' && (httpAdapter as unknown) !== null;
}
