import { Inject, Injectable } from '@nestjs/common';
import { MonitorLogger } from '../../logging/monitor.logger.js';
import { RESOLVED_OPTIONS } from '../../options/options.constants.js';
import type { ResolvedOptions } from '../../options/resolved-options.interface.js';
import { TracerService } from '../../tracing/tracer.service.js';
import { LIBRARIES } from './index.js';
import { librariesOptions } from './libraries.options.js';
import type { Library } from './library.interface.js';

/**
 * The libraries whose operations one application records.
 *
 * @internal
 */
@Injectable()
export class Libraries {
  private attached: Library[] = [];

  constructor(
    @Inject(RESOLVED_OPTIONS) private readonly options: ResolvedOptions,
    private readonly tracer: TracerService,
    private readonly logger: MonitorLogger,
  ) {}

  /** Attaches all that the option names. One that fails is left out. */
  attach(): void {
    for (const name of librariesOptions.of(this.options)) {
      const library = new LIBRARIES[name]({ tracer: this.tracer, logger: this.logger });
      try {
        library.attach();
        this.attached.push(library);
      } catch (error) {
        library.detach();
        this.logger.failure(`Operations of ${name} cannot be recorded`, error);
      }
    }
  }

  detach(): void {
    const { attached } = this;
    this.attached = [];
    for (const library of attached) library.detach();
  }
}
