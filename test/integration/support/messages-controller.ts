import {
  Catch,
  Controller,
  Get,
  Injectable,
  Scope,
  UseFilters,
  UseGuards,
  UseInterceptors,
  type CallHandler,
  type CanActivate,
  type ExecutionContext,
  type NestInterceptor,
  type PipeTransform,
} from '@nestjs/common';
import { Ctx, EventPattern, MessagePattern, Payload, RpcException, type BaseRpcContext } from '@nestjs/microservices';
import { concatMap, from, interval, map, of, take, throwError, type Observable } from 'rxjs';
import { Profile, SkipMonitoring, SlowThreshold } from '../../../lib/index.js';
import { AT_ONCE } from '../../contracts/support/work.js';

export const PLANTED = new RpcException('planted');

/** Its steps are the spans by which a test knows the context of the code. */
@Injectable()
export class Steps {
  readonly taken: string[] = [];

  @Profile()
  async step(name: string): Promise<string> {
    await new Promise(resolve => setImmediate(resolve));
    this.taken.push(name);
    return name;
  }
}

@Injectable()
export class RefusingGuard implements CanActivate {
  constructor(private readonly steps: Steps) {}
  async canActivate(): Promise<boolean> {
    await this.steps.step('guard');
    return false;
  }
}

@Injectable()
export class StepPipe implements PipeTransform {
  constructor(private readonly steps: Steps) {}
  async transform(value: unknown): Promise<unknown> {
    await this.steps.step('pipe');
    if (value === 'refused') throw PLANTED;
    return value;
  }
}

/** With any interceptor, Nest calls the handler when the transport subscribes. */
@Injectable()
export class StepInterceptor implements NestInterceptor {
  constructor(private readonly steps: Steps) {}
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return from(this.steps.step('interceptor')).pipe(
      concatMap(() => next.handle()),
      concatMap(value => this.steps.step('emission').then(() => value)),
    );
  }
}

export const caught: unknown[] = [];

@Catch()
export class RecoveringFilter {
  catch(error: unknown): Observable<unknown> {
    caught.push(error);
    return of('recovered');
  }
}

@Controller()
@SlowThreshold(AT_ONCE)
export class MessagesController {
  constructor(private readonly steps: Steps) {}

  @Get('page')
  page(): Promise<string> {
    return this.steps.step('page');
  }
  @MessagePattern({ op: 'sum', cmd: 'math' })
  sum(@Payload() numbers: number[]): number {
    return numbers.reduce((total, each) => total + each, 0);
  }
  @EventPattern('orders.created')
  async created(@Payload() id: string): Promise<void> {
    await this.steps.step(`created ${id}`);
  }
  @EventPattern('orders.created')
  async createdToo(@Payload() id: string): Promise<void> {
    await this.steps.step(`created too ${id}`);
  }
  @EventPattern('orders.lost')
  lost(_data: unknown): Promise<void> {
    return Promise.reject(PLANTED);
  }
  @MessagePattern('throws')
  throws(): never {
    throw PLANTED;
  }
  @MessagePattern('recovers')
  @UseFilters(RecoveringFilter)
  recovers(): never {
    throw PLANTED;
  }
  @MessagePattern('guarded')
  @UseGuards(RefusingGuard)
  guarded(): string {
    return 'never';
  }
  @MessagePattern('piped')
  piped(@Payload(StepPipe) value: unknown): unknown {
    return value;
  }
  @MessagePattern('counted')
  counted(): Observable<number> {
    return interval(1).pipe(take(3));
  }
  @MessagePattern('broken off')
  brokenOff(): Observable<number> {
    return interval(1).pipe(
      take(2),
      concatMap(value => (value === 1 ? throwError(() => PLANTED) : of(value))),
    );
  }
  @MessagePattern('staged')
  @UseInterceptors(StepInterceptor)
  staged(@Payload(StepPipe) value: unknown): Observable<unknown> {
    return from(this.steps.step('handler')).pipe(map(() => value));
  }
  @MessagePattern('patient')
  @SlowThreshold(context => (context.switchToRpc().getData<number>() > 1 ? AT_ONCE : '1h'))
  patient(@Payload() value: number, @Ctx() context: BaseRpcContext): unknown {
    return [value, context.getArgs().length];
  }
  @MessagePattern('skipped')
  @SkipMonitoring()
  skipped(): string {
    return 'skipped';
  }
}

@Injectable({ scope: Scope.REQUEST })
class ScopedState {}

@Controller({ scope: Scope.REQUEST })
@SlowThreshold(AT_ONCE)
export class ScopedMessagesController {
  constructor(
    private readonly steps: Steps,
    readonly state: ScopedState,
  ) {}
  @MessagePattern('scoped')
  scoped(): Promise<string> {
    return this.steps.step('scoped');
  }
}

export const messagesMetadata = {
  controllers: [MessagesController, ScopedMessagesController],
  providers: [Steps, ScopedState, RefusingGuard, StepPipe, StepInterceptor],
};
