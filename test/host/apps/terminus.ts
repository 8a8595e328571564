import { Controller, Get, Injectable } from '@nestjs/common';
import {
  HealthCheck,
  HealthCheckService,
  HealthIndicatorService,
  MemoryHealthIndicator,
  TerminusModule,
  type HealthCheckResult,
  type HealthIndicatorResult,
} from '@nestjs/terminus';
import type { HostApplication } from '../probe/application.js';
import { Watched } from '../probe/stages.js';

@Injectable()
class DogIndicator {
  constructor(private readonly indicators: HealthIndicatorService) {}

  check(key: string, isHealthy: boolean): HealthIndicatorResult {
    const indicator = this.indicators.check(key);
    return isHealthy ? indicator.up() : indicator.down({ dogs: 0 });
  }
}

@Controller('health')
@Watched()
class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly memory: MemoryHealthIndicator,
    private readonly dogs: DogIndicator,
  ) {}

  @Get('up')
  @HealthCheck()
  up(): Promise<HealthCheckResult> {
    return this.health.check([() => this.memory.checkHeap('heap', 2 ** 40), () => this.dogs.check('dogs', true)]);
  }

  @Get('down')
  @HealthCheck()
  down(): Promise<HealthCheckResult> {
    return this.health.check([() => this.dogs.check('dogs', false), () => this.dogs.check('cats', true)]);
  }
}

export const application: HostApplication = {
  module: () => ({
    imports: [TerminusModule.forRoot({ gracefulShutdownTimeoutMs: 10 })],
    controllers: [HealthController],
    providers: [DogIndicator],
  }),
  async drive(drive) {
    await drive.get('/health/up');
    await drive.get('/health/down');
    await drive.crowd(index => drive.get(`/health/up?${index}`));
  },
};
