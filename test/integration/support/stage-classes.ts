import {
  Catch,
  Injectable,
  type ArgumentsHost,
  type CallHandler,
  type CanActivate,
  type ExceptionFilter,
  type ExecutionContext,
  type NestInterceptor,
  type PipeTransform,
  type Type,
} from '@nestjs/common';
import { from, map, mergeMap, type Observable } from 'rxjs';

/** The work of a stage: synchronous, or until its promise settles. */
export type Act = () => Promise<unknown> | void;

/** Thrown by handlers, for filters. */
export class Planted extends Error {}

/** The answer of {@link stageClasses}' filter. */
export interface Answer {
  status(code: number): { send(body: unknown): unknown };
}

export type StageKind = 'guard' | 'pipe' | 'interceptor' | 'interceptor (after)' | 'filter';
export type StageClass = Type<CanActivate & PipeTransform & NestInterceptor & ExceptionFilter>;

/** The name of the span of each kind of stage. */
export const SPANS: Record<StageKind, string> = {
  guard: 'SlowGuard.canActivate',
  pipe: 'SlowPipe.transform',
  interceptor: 'SlowInterceptor.intercept',
  'interceptor (after)': 'LateInterceptor.intercept (after)',
  filter: 'SlowFilter.catch',
};
export const KINDS = Object.keys(SPANS) as StageKind[];

/** New classes for each application, because covered methods stay covered. They work as `act` says. */
export function stageClasses(act: Act): Record<StageKind, StageClass> {
  @Injectable()
  class SlowGuard implements CanActivate {
    canActivate(): boolean | Promise<boolean> {
      return after(act(), () => true);
    }
  }

  @Injectable()
  class SlowPipe implements PipeTransform {
    transform(value: unknown): unknown {
      return after(act(), () => value);
    }
  }

  @Injectable()
  class SlowInterceptor implements NestInterceptor {
    intercept(_: ExecutionContext, next: CallHandler): Observable<unknown> | Promise<Observable<unknown>> {
      return after(act(), () => next.handle());
    }
  }

  @Injectable()
  class LateInterceptor implements NestInterceptor {
    intercept(_: ExecutionContext, next: CallHandler): Observable<unknown> {
      return next.handle().pipe(
        map(value => after(act(), () => value as unknown)),
        mergeMap(value => (value instanceof Promise ? from(value) : [value])),
      );
    }
  }

  @Catch(Planted)
  class SlowFilter implements ExceptionFilter {
    catch(exception: Planted, host: ArgumentsHost): unknown {
      return after(act(), () => {
        host.switchToHttp().getResponse<Answer>().status(418).send({ caught: exception.message });
      });
    }
  }
  const classes = {
    guard: SlowGuard,
    pipe: SlowPipe,
    interceptor: SlowInterceptor,
    'interceptor (after)': LateInterceptor,
    filter: SlowFilter,
  };
  return classes as unknown as Record<StageKind, StageClass>;
}

function after<T>(work: Promise<unknown> | void, then: () => T): T | Promise<T> {
  return work instanceof Promise ? work.then(then) : then();
}
