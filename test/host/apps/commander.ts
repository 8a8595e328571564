import { Injectable } from '@nestjs/common';
import { Command, CommandRunner, CommandRunnerModule, CommandRunnerService, Option, SubCommand } from 'nest-commander';
import type { HostApplication } from '../probe/application.js';
import { note } from '../probe/record.js';

const PLANNED = new RangeError('as planned');

@Injectable()
class Importer {
  async rows(file: string): Promise<number> {
    note(`rows of ${file}`);
    await Promise.resolve();
    if (file === 'broken.csv') throw PLANNED;
    return file.length;
  }
}

@SubCommand({ name: 'verify', arguments: '<file>' })
class VerifyCommand extends CommandRunner {
  constructor(private readonly importer: Importer) {
    super();
  }

  async run([file = '']: string[]): Promise<void> {
    note(`verified ${await this.importer.rows(file)}`);
  }
}

@Command({ name: 'import', arguments: '[file]', subCommands: [VerifyCommand] })
class ImportCommand extends CommandRunner {
  constructor(private readonly importer: Importer) {
    super();
  }

  async run([file = 'none']: string[], options?: object): Promise<void> {
    note(`import ${file} ${JSON.stringify(options)} by ${this.constructor.name}`);
    note(`imported ${await this.importer.rows(file)}`);
  }

  @Option({ flags: '-l, --limit <rows>' })
  limit(rows: string): number {
    return Number(rows);
  }
}

export const application: HostApplication = {
  module: () => ({
    imports: [
      CommandRunnerModule.forModule(undefined, {
        serviceErrorHandler: error => note(`failed with ${error === PLANNED ? 'the same object' : String(error)}`),
      }),
    ],
    providers: [Importer, ImportCommand, VerifyCommand],
  }),
  watched: ['function'],
  async drive(drive, app) {
    const runner = app.get(CommandRunnerService);
    const commands = ['import orders.csv --limit 3', 'import verify orders.csv', 'import broken.csv'];
    for (const command of commands) await runner.run(['node', 'main.js', ...command.split(' ')]);
    drive.result('run', app.get(ImportCommand).run.length);
    drive.result('names', [ImportCommand.prototype.run.name, VerifyCommand.prototype.run.name]);
  },
};
