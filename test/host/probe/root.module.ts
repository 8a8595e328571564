import { setTimeout as sleep } from 'node:timers/promises';
import {
  Controller,
  Get,
  Injectable,
  type MiddlewareConsumer,
  Module,
  type NestModule,
  Query,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { note } from './record.js';
import { SlowGuard, SlowInterceptor, SlowMiddleware, SlowPipe } from './slow-stages.js';
import { Watched } from './stages.js';

/** Above the monitor's threshold. */
const SLOW_MS = 300;

@Injectable()
class LifecycleProbe {
  onModuleInit(): void {
    note('onModuleInit');
  }

  onApplicationBootstrap(): void {
    note('onApplicationBootstrap');
  }

  onModuleDestroy(): void {
    note('onModuleDestroy');
  }

  beforeApplicationShutdown(): void {
    note('beforeApplicationShutdown');
  }

  onApplicationShutdown(): void {
    note('onApplicationShutdown');
  }
}

/** A slow request in each application, for the monitor to report. */
@Controller('host')
@Watched()
class SlowController {
  @Get('slow')
  @UseGuards(SlowGuard)
  @UseInterceptors(SlowInterceptor)
  async slow(@Query('any', SlowPipe) _any: unknown): Promise<object> {
    note('slow');
    await sleep(SLOW_MS);
    note('slow after');
    return { slow: true };
  }
}

@Module({ controllers: [SlowController], providers: [LifecycleProbe] })
export class RootModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(SlowMiddleware).forRoutes(SlowController);
  }
}
