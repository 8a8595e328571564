import {
  Controller,
  Get,
  Injectable,
  Param,
  ParseIntPipe,
  UseGuards,
  UseInterceptors,
  type CallHandler,
  type CanActivate,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { Request } from 'express';
import { map, type Observable } from 'rxjs';
import type { OrderView } from './order.interface.js';
import { OrdersService } from './orders.service.js';

@Injectable()
export class AcceptGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    return context.switchToHttp().getRequest<Request>().headers.accept !== undefined;
  }
}

@Injectable()
export class EnvelopeInterceptor implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(map((data: unknown) => ({ data })));
  }
}

/** Workload `api`: a guard, a pipe, an interceptor, 28 provider calls and 2 kB of JSON. */
@Controller('orders')
@UseGuards(AcceptGuard)
@UseInterceptors(EnvelopeInterceptor)
export class OrdersController {
  constructor(private readonly orders: OrdersService) {}

  @Get(':id')
  async findOne(@Param('id', ParseIntPipe) id: number): Promise<OrderView> {
    return this.orders.load(id);
  }
}
