import { Inject, Injectable } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { MonitorLogger } from '../../logging/monitor.logger.js';
import { RESOLVED_OPTIONS } from '../../options/options.constants.js';
import type { ResolvedOptions } from '../../options/resolved-options.interface.js';
import type { Holding } from '../../tracing/pool-holders.js';
import { TracerService } from '../../tracing/tracer.service.js';
import { applicationInstances } from '../providers/application-instances.js';
import { LIBRARIES } from './index.js';
import { librariesOptions, type LibraryName } from './libraries.options.js';
import type { Library } from './library.interface.js';
import { LoadedPackages } from './loaded-packages.js';

/** Every application has these. */
const OF_NODE: ReadonlySet<LibraryName> = new Set(['undici', 'node-http']);
const LIST = new Intl.ListFormat('en');

/**
 * The libraries whose operations one application records.
 *
 * @internal
 */
@Injectable()
export class Libraries {
  private attached: Library[] = [];
  private readonly loaded = new Set<Library>();

  constructor(
    @Inject(RESOLVED_OPTIONS) private readonly options: ResolvedOptions,
    private readonly tracer: TracerService,
    private readonly logger: MonitorLogger,
    private readonly modules: ModulesContainer,
  ) {}

  /** Attaches all that the option names. One that fails is left out. */
  attach(): void {
    const packages = new LoadedPackages();
    let found: Set<object> | undefined;
    const instances = (): Set<object> => (found ??= applicationInstances(this.modules));
    const { tracer, logger } = this;
    const isRecorded = (name: LibraryName): boolean =>
      this.attached.some(library => library.name === name && library.isFound());
    for (const name of librariesOptions.of(this.options)) {
      const library = new LIBRARIES[name]({ tracer, logger, instances, isRecorded, packages });
      try {
        library.attach();
        this.attached.push(library);
        if (library.package !== undefined && packages.copiesOf(library.package).length > 0) this.loaded.add(library);
      } catch (error) {
        library.detach();
        this.logger.failure(`Operations of ${name} cannot be recorded`, error);
      }
    }
    const installed = this.found().filter(name => !OF_NODE.has(name));
    if (installed.length > 0) this.logger.info(`Operations of ${LIST.format(installed)} are recorded`);
  }

  /** The names of those that the application has, as far as is known. */
  found(): LibraryName[] {
    const { attached, loaded } = this;
    return attached.filter(library => loaded.has(library) || library.isFound()).map(({ name }) => name);
  }

  /** The use of the connection to this process of the database server `peer`, as far as a library shows it. */
  holdingOf(session: number, peer: string): Pick<Holding, 'execution'> | undefined {
    for (const library of this.attached) {
      const holding = library.holdingOf?.(session, peer);
      if (holding !== undefined) return holding;
    }
    return undefined;
  }

  detach(): void {
    const { attached } = this;
    this.attached = [];
    this.loaded.clear();
    for (const library of attached) library.detach();
  }
}
