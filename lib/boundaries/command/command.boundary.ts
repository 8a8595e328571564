import { Injectable } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { MonitorLogger } from '../../logging/monitor.logger.js';
import { TracerService } from '../../tracing/tracer.service.js';
import { type DecoratedClass, DecoratedClassesBoundary } from '../policy/decorated-classes.boundary.js';

/** The metadata keys of `nest-commander`, by its `constants.ts`. */
const COMMANDS: readonly DecoratedClass[] = [
  ['CommandBuilder:Command:Meta', 'run'],
  ['CommandBuilder:Subcommand:Meta', 'run'],
  ['CommandBuilder:RootCommand:Meta', 'run'],
];

/**
 * Opens an execution for each run of a command of nest-commander.
 *
 * @internal
 */
@Injectable()
export class CommandBoundary extends DecoratedClassesBoundary {
  constructor(modules: ModulesContainer, tracer: TracerService, logger: MonitorLogger) {
    super(COMMANDS, modules, tracer, logger);
  }
}
