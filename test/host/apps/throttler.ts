import { Controller, Get } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { SkipThrottle, Throttle, ThrottlerGuard, ThrottlerModule } from '@nestjs/throttler';
import type { HostApplication } from '../probe/application.js';
import { note } from '../probe/record.js';
import { Watched } from '../probe/stages.js';

@Controller()
@Watched()
class LimitedController {
  @Get('limited')
  @Throttle({ default: { limit: 3, ttl: 600_000 } })
  limited(): string {
    note('limited');
    return 'yes';
  }

  @Get('free')
  @SkipThrottle()
  free(): string {
    return 'free';
  }
}

export const application: HostApplication = {
  volatileHeaders: ['x-ratelimit-reset', 'retry-after'],
  module: () => ({
    imports: [ThrottlerModule.forRoot([{ limit: 1_000, ttl: 600_000 }])],
    controllers: [LimitedController],
    providers: [{ provide: APP_GUARD, useClass: ThrottlerGuard }],
  }),
  async drive(drive) {
    for (const nth of [1, 2, 3, 4, 5]) await drive.get(`/limited?${nth}`);
    await drive.crowd(index => drive.get(`/free?${index}`));
  },
};
