import { addEnvironmentBlock } from './environment-block.js';
import { ignoreReports } from './ignored-reports.js';
import { addImport, ModuleFault, MODULE_NAME } from './module-import.js';
import { moduleThatImports } from './present-import.js';
import { findRootModule } from './root-module.js';
import type { Context, Rule, Tree } from './tree.interface.js';

/** The options of the command, see `nest-add.schema.json`. */
export interface NestAddOptions {
  readonly sourceRoot?: string;
  readonly module?: string;
}

const BY_HAND =
  'Add PerformanceMonitorModule.forRoot() to the imports of the root module; --module <file> names its file';

/**
 * Adds the monitor to an application: the import in its root module, a block in `.env` and the directory of the reports
 * in `.gitignore`. It can run again: present parts stay unchanged.
 */
export function nestAdd({ sourceRoot = 'src', module }: NestAddOptions = {}): Rule {
  return (tree, context) => {
    addToModule(tree, context, sourceRoot, module);
    addEnvironmentBlock(tree);
    ignoreReports(tree);
    return tree;
  };
}

function addToModule(tree: Tree, { logger }: Context, sourceRoot: string, given: string | undefined): void {
  const present = moduleThatImports(tree, sourceRoot, MODULE_NAME);
  if (present !== undefined) return logger.info(`${present} imports ${MODULE_NAME} already`);
  try {
    const { path, name } = findRootModule(tree, sourceRoot, given);
    tree.overwrite(path, addImport(tree.readText(path), path, name));
    logger.info('Start the application and call an endpoint: a slow one has a report in ./performance-reports');
  } catch (error) {
    // Parts of the application that no parser reads are no reason to leave out the other files.
    if (!(error instanceof ModuleFault)) throw error;
    logger.warn(`${error.message}. ${BY_HAND}`);
  }
}
