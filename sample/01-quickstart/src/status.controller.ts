import { Controller, Get } from '@nestjs/common';
import { PerformanceMonitorService } from 'nestjs-performance-monitor';

@Controller()
export class StatusController {
  constructor(private readonly monitor: PerformanceMonitorService) {}

  @Get('health')
  health(): { status: string } {
    return { status: 'ok' };
  }

  /** What the monitor counted so far. */
  @Get('status')
  status(): unknown {
    return this.monitor.getStats();
  }
}
