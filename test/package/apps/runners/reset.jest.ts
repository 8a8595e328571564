/** Jest discards its registry of modules. The newly loaded package must find the async context of the earlier one. */
describe('after jest.resetModules()', () => {
  it.each([1, 2])('the application starts and answers, time %d', async () => {
    jest.resetModules();
    require('reflect-metadata');
    const { Test } = require('@nestjs/testing') as typeof import('@nestjs/testing');
    const { PerformanceMonitorModule } =
      require('nestjs-performance-monitor') as typeof import('nestjs-performance-monitor');
    const imports = [PerformanceMonitorModule.forRoot({ localFile: false })];
    const app = (await Test.createTestingModule({ imports }).compile()).createNestApplication();
    app.useLogger(false);
    await app.listen(0, '127.0.0.1');
    expect((await fetch(await app.getUrl())).status).toBe(404);
    await app.close();
  });
});
