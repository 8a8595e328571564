// One of each of Nest's stages, for HTTP, GraphQL and messages. They note their call, and change nothing.
import {
  applyDecorators,
  Catch,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
  type ArgumentsHost,
  type CallHandler,
  type CanActivate,
  type ExecutionContext,
  type NestInterceptor,
  type PipeTransform,
} from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';
import { tap, type Observable } from 'rxjs';
import { note } from './record.js';

const thrown = new WeakSet<Error>();

/** An error whose identity the filter checks. */
export function planned(error: Error): Error {
  thrown.add(error);
  return error;
}

export class ProbeGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    note(`guard ${placeOf(context)}`);
    return true;
  }
}

export class ProbeInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const place = placeOf(context);
    note(`interceptor ${place}`);
    return next.handle().pipe(
      tap({
        error: (error: unknown) => note(`interceptor ${place} saw ${String(error)}`),
        complete: () => note(`interceptor ${place} after`),
      }),
    );
  }
}

export class ProbePipe implements PipeTransform {
  transform(value: unknown): unknown {
    note('pipe');
    return value;
  }
}

@Catch()
export class ProbeFilter extends BaseExceptionFilter {
  override catch(error: unknown, host: ArgumentsHost): unknown {
    const isSame = error instanceof Error && thrown.has(error);
    note(`filter ${host.getType()} ${String(error)}${isSame ? ', the same object' : ''}`);
    if (host.getType() !== 'http') return error;
    super.catch(error, host);
    return undefined;
  }
}

/** Adds a guard, an interceptor, a pipe and a filter to a class or a handler. */
export const Watched = (): ClassDecorator & MethodDecorator =>
  applyDecorators(
    UseGuards(ProbeGuard),
    UseInterceptors(ProbeInterceptor),
    UsePipes(ProbePipe),
    UseFilters(ProbeFilter),
  );

function placeOf(context: ExecutionContext): string {
  return `${context.getType()} ${context.getClass().name}.${context.getHandler().name}`;
}
