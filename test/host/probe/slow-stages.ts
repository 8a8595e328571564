// Stages that wait: the monitor's report about the slow request must name each.
import { setTimeout as sleep } from 'node:timers/promises';
import type { CallHandler, CanActivate, ExecutionContext, NestInterceptor, PipeTransform } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import { concatMap, type Observable } from 'rxjs';
import { note } from './record.js';

const STAGE_MS = 30;

@Injectable()
export class SlowMiddleware {
  use(_request: unknown, _response: unknown, next: () => void): void {
    note('slow middleware');
    setTimeout(next, STAGE_MS);
  }
}

@Injectable()
export class SlowGuard implements CanActivate {
  async canActivate(): Promise<boolean> {
    note('slow guard');
    await sleep(STAGE_MS);
    return true;
  }
}

@Injectable()
export class SlowPipe implements PipeTransform {
  async transform(value: unknown): Promise<unknown> {
    note('slow pipe');
    await sleep(STAGE_MS);
    return value;
  }
}

@Injectable()
export class SlowInterceptor implements NestInterceptor {
  async intercept(_context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    note('slow interceptor');
    await sleep(STAGE_MS);
    return next.handle().pipe(
      concatMap(async (value: unknown) => {
        note('slow interceptor after');
        await sleep(STAGE_MS);
        return value;
      }),
    );
  }
}

/** The spans of the slow request, by their names in its report. */
export const STAGE_SPANS = [
  'SlowMiddleware.use',
  'SlowGuard.canActivate',
  'SlowInterceptor.intercept',
  'SlowPipe.transform',
  'SlowController.slow',
  'SlowInterceptor.intercept (after)',
];
