import { BadRequestException, Body, Controller, Delete, Get, Patch, Post, UseGuards } from '@nestjs/common';
import {
  PerformanceMonitorConfigError,
  PerformanceMonitorService,
  SkipMonitoring,
  type EffectiveOptions,
  type PerformanceMonitorOptions,
} from 'nestjs-performance-monitor';
import { AdminGuard } from './admin.guard.js';

/** Shows the monitor's settings and changes them, until the process ends. */
@SkipMonitoring()
@UseGuards(AdminGuard)
@Controller('admin/monitor')
export class AdminController {
  constructor(private readonly monitor: PerformanceMonitorService) {}

  @Get()
  show(): EffectiveOptions {
    return this.monitor.getEffectiveOptions();
  }

  /** The body needs no further check: the monitor refuses invalid values and options that cannot be changed. */
  @Patch()
  update(@Body() patch: PerformanceMonitorOptions): EffectiveOptions {
    this.attempt(() => this.monitor.updateOptions(patch));
    return this.monitor.getEffectiveOptions();
  }

  @Post('exclusions')
  exclude(@Body('pattern') pattern: string): { changed: boolean } {
    return { changed: this.attempt(() => this.monitor.addExclusion(pattern)) };
  }

  @Delete('exclusions')
  include(@Body('pattern') pattern: string): { changed: boolean } {
    return { changed: this.monitor.removeExclusion(pattern) };
  }

  private attempt<T>(change: () => T): T {
    try {
      return change();
    } catch (error) {
      if (error instanceof PerformanceMonitorConfigError) throw new BadRequestException(error.faults);
      throw error;
    }
  }
}
