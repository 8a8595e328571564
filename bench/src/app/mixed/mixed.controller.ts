import { Controller, Get } from '@nestjs/common';
import { MixedService } from './mixed.service.js';

/** Workload `work`: about a millisecond of CPU around four waits. */
@Controller('work')
export class MixedController {
  private seed = 1;

  constructor(private readonly mixed: MixedService) {}

  @Get()
  async work(): Promise<{ rows: number; signature: string }> {
    this.seed = (this.seed % 1_000) + 1;
    const rows = await this.mixed.enrich(await this.mixed.loadRows(this.seed));
    const text = await this.mixed.render(rows);
    return { rows: rows.length, signature: await this.mixed.sign(text) };
  }
}
