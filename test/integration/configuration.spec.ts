import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Module, type DynamicModule } from '@nestjs/common';
import {
  ConfigModule,
  ConfigService,
  registerAs,
  type ConfigFactory,
  type ConfigFactoryKeyHost,
  type ConfigType,
} from '@nestjs/config';
import { NestFactory } from '@nestjs/core';
import {
  performanceMonitorConfig,
  performanceMonitorEnvironmentSchema,
  PerformanceMonitorConfigError,
  PerformanceMonitorModule,
  PerformanceMonitorService,
  type EffectiveOptions,
  type PerformanceMonitorAsyncOptions,
  type PerformanceMonitorOptions,
} from '../../lib/index.js';
import { LineLogger } from './support/test-app.js';

let directory: string;
const environment = { ...process.env };

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'configuration-'));
});
afterEach(() => {
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  rmSync(directory, { recursive: true, force: true });
});

type Imports = (DynamicModule | Promise<DynamicModule>)[];

async function start(imports: Imports): Promise<{ effective: EffectiveOptions; logger: LineLogger }> {
  class AppModule {}
  Module({ imports })(AppModule);
  const logger = new LineLogger();
  const app = await NestFactory.createApplicationContext(AppModule, { logger, abortOnError: false });
  const effective = app.get(PerformanceMonitorService).getEffectiveOptions();
  await app.close();
  return { effective, logger };
}

function envFile(text: string): string {
  const path = join(directory, '.env');
  writeFileSync(path, text);
  return path;
}

describe('performanceMonitorConfig', () => {
  it('is what registerAs() of @nestjs/config would make of it', async () => {
    const ours: ConfigFactory & ConfigFactoryKeyHost<PerformanceMonitorOptions> = performanceMonitorConfig;
    const theirs = registerAs('performanceMonitor', () => ({}));
    const { asProvider: _ours, ...described } = Object.getOwnPropertyDescriptors(ours);
    const { asProvider: _theirs, ...expected } = Object.getOwnPropertyDescriptors(theirs);
    expect({ ...described, length: 0, name: '' }).toEqual({ ...expected, length: 0, name: '' });
    const [{ inject, useFactory }, expectedProvider] = [ours.asProvider(), theirs.asProvider()];
    expect(inject).toEqual(expectedProvider.inject);
    const options: PerformanceMonitorOptions = {};
    expect(useFactory(options)).toBe(options);
  });

  it('stands in the ConfigService where it only serves forRootAsync()', async () => {
    process.env['WPM_THRESHOLD_SECONDS'] = '4';
    class AppModule {}
    const monitor = PerformanceMonitorModule.forRootAsync(performanceMonitorConfig.asProvider());
    Module({ imports: [monitor, ConfigModule.forRoot({ ignoreEnvFile: true })] })(AppModule);
    const app = await NestFactory.createApplicationContext(AppModule, { logger: false, abortOnError: false });
    expect(app.get(ConfigService).get('performanceMonitor.threshold')).toBe(4_000);
    await app.close();
  });

  it('serves forRootAsync() as a provider, and every value keeps its variable', async () => {
    Object.assign(process.env, {
      WPM_THRESHOLD_SECONDS: '2',
      WPM_URL_BLACKLIST: '/a',
      WPM_LOCAL_OUTPUT_DIR: directory,
    });
    const { effective } = await start([PerformanceMonitorModule.forRootAsync(performanceMonitorConfig.asProvider())]);
    expect(effective).toMatchObject({
      threshold: { value: 2_000, source: 'WPM_THRESHOLD_SECONDS' },
      exclude: { value: ['/a'], source: 'WPM_URL_BLACKLIST' },
      localFile: { value: true, source: 'default' },
      'localFile.outputDir': { value: directory, source: 'WPM_LOCAL_OUTPUT_DIR' },
      alertWindow: { source: 'default' },
    });
  });

  it('can be completed in code', async () => {
    Object.assign(process.env, {
      WPM_THRESHOLD_SECONDS: '2',
      WPM_RECORDER_SPANS: 'off',
      WPM_ENABLE_MATTERMOST: 'false',
    });
    const options: PerformanceMonitorAsyncOptions = {
      imports: [ConfigModule.forFeature(performanceMonitorConfig)],
      inject: [performanceMonitorConfig.KEY],
      useFactory: (monitor: ConfigType<typeof performanceMonitorConfig>) => ({
        ...monitor,
        threshold: '3s',
        recorder: { ...monitor.recorder, cpu: false },
      }),
    };
    const { effective } = await start([PerformanceMonitorModule.forRootAsync(options)]);
    expect(effective).toMatchObject({
      threshold: { value: 3_000, source: 'code' },
      'recorder.spans': { value: 'off', source: 'WPM_RECORDER_SPANS' },
      'recorder.cpu': { value: false, source: 'code' },
      mattermost: { value: false, source: 'WPM_ENABLE_MATTERMOST' },
    });
  });

  it('stands among the other configurations', async () => {
    const path = envFile('WPM_THRESHOLD_SECONDS=4\nWPM_MATTERMOST_TOKEN=very-secret\n');
    const config = ConfigModule.forRoot({ envFilePath: path, load: [performanceMonitorConfig], isGlobal: true });
    let threshold: unknown;
    const { effective, logger } = await start([
      config,
      PerformanceMonitorModule.forRootAsync({
        inject: [ConfigService],
        useFactory: (service: ConfigService) => {
          threshold = service.get('performanceMonitor.threshold');
          return {};
        },
      }),
    ]);
    expect(threshold).toBe(4_000);
    expect(effective['threshold']).toEqual({ value: 4_000, source: 'WPM_THRESHOLD_SECONDS' });
    expect(logger.ours().join()).toContain('WPM_MATTERMOST_TOKEN has no effect: set WPM_ENABLE_MATTERMOST to true');
    expect(logger.lines.join()).not.toContain('very-secret');
  });
});

describe('an environment', () => {
  it('of a .env file is seen by forRoot()', async () => {
    const path = envFile('WPM_LOG_LEVEL=warn\n');
    const { effective } = await start([
      ConfigModule.forRoot({ envFilePath: path }),
      PerformanceMonitorModule.forRoot(),
    ]);
    expect(effective['logLevel']).toEqual({ value: 'warn', source: 'WPM_LOG_LEVEL' });
  });

  it('can be checked by ConfigModule', async () => {
    const path = envFile('WPM_THRESHOLD_SECONDS=soon\nOTHER=1\n');
    const config = ConfigModule.forRoot({ envFilePath: path, validationSchema: performanceMonitorEnvironmentSchema });
    await expect(config).rejects.toThrow(/threshold must be a duration.*it is 'soon' \(WPM_THRESHOLD_SECONDS\)/);
    const valid = await performanceMonitorEnvironmentSchema['~standard'].validate({ WPM_ENABLED: 'no', OTHER: '1' });
    expect(valid).toEqual({ value: { WPM_ENABLED: 'no', OTHER: '1' } });
  });

  it('that is wrong stops the start, or is warned of', async () => {
    Object.assign(process.env, { WPM_THRESHOLD_SECONDS: '0', WPM_TRESHOLD_SECONDS: '1' });
    await expect(start([PerformanceMonitorModule.forRoot({ alertWindow: '10 days' })])).rejects.toThrow(
      PerformanceMonitorConfigError,
    );
    const { effective, logger } = await start([PerformanceMonitorModule.forRoot({ strict: false })]);
    expect(effective['threshold']).toEqual({ value: 1_000, source: 'default' });
    expect(logger.ours()).toEqual([
      'warn [PerformanceMonitor] WPM_TRESHOLD_SECONDS is not a variable of nestjs-performance-monitor: did you mean WPM_THRESHOLD_SECONDS?',
      expect.stringMatching(/^warn .*threshold must be more than 0.*\(WPM_THRESHOLD_SECONDS\); the default is used$/),
    ]);
  });
});
