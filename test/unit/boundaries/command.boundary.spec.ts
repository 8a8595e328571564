import { afterEach, describe, expect, it } from '@jest/globals';
import { Module, SetMetadata } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { PerformanceMonitorModule, PerformanceMonitorService } from '../../../lib/index.js';
import { LineLogger } from '../../integration/support/test-app.js';

/** The decorators of nest-commander write these keys. The package itself runs in the tests of hosts. */
const decorated = (kind: string): ClassDecorator => SetMetadata(`CommandBuilder:${kind}:Meta`, { name: 'x' });

abstract class CommandRunner {
  abstract run(parameters: string[]): Promise<string>;
}

@decorated('Command')
class ImportCommand extends CommandRunner {
  async run([file = '']: string[]): Promise<string> {
    return file;
  }
}

@decorated('Subcommand')
class ImportUsersCommand extends ImportCommand {}

@decorated('RootCommand')
class RootCommand extends CommandRunner {
  async run(): Promise<string> {
    return 'root';
  }
}

class NoCommand {
  async run(): Promise<string> {
    return 'none';
  }
}

@Module({
  imports: [PerformanceMonitorModule.forRoot({ localFile: false, libraries: false, threshold: '1h' })],
  providers: [ImportCommand, ImportUsersCommand, RootCommand, NoCommand],
})
class AppModule {}

describe('CommandBoundary', () => {
  let module: TestingModule;
  afterEach(() => module.close());

  it('opens an execution for each run of a command', async () => {
    module = await Test.createTestingModule({ imports: [AppModule] })
      .setLogger(new LineLogger())
      .compile();
    await module.init();
    expect(await module.get(ImportCommand).run(['a.csv'])).toBe('a.csv');
    expect(await module.get(ImportUsersCommand).run(['b.csv'])).toBe('b.csv');
    expect(await module.get(RootCommand).run()).toBe('root');
    expect(await module.get(NoCommand).run()).toBe('none');
    const { endpoints } = module.get(PerformanceMonitorService, { strict: false }).getStats();
    expect(endpoints.map(({ kind, name }) => [kind, name]).sort()).toEqual([
      ['function', 'ImportCommand.run'],
      ['function', 'ImportUsersCommand.run'],
      ['function', 'RootCommand.run'],
    ]);
  });
});
