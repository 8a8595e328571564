import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Injectable, Post, UseInterceptors } from '@nestjs/common';
import { AnyFilesInterceptor } from '@nestjs/platform-express';
import { type Report, SkipMonitoring, SlowThreshold } from '../../lib/index.js';
import { delay, spanNames, spin, TestApp, until } from './support/test-app.js';
import { ownMs } from '../support/own-time.js';

const FILE_BYTES = 300_000;

@Injectable()
class Images {
  release: () => void = () => undefined;
  async resize(): Promise<void> {
    await delay(40);
    spin(100);
  }
  async stored(): Promise<void> {
    await new Promise<void>(resolve => (this.release = resolve));
    // For longer than the other request computes, whose victim has no alert.
    await delay(1_500);
  }
}

@Controller()
@UseInterceptors(AnyFilesInterceptor())
class UploadsController {
  constructor(private readonly images: Images) {}

  @Post('resized')
  async resized(): Promise<string> {
    for (let i = 0; i < 3; i += 1) await this.images.resize();
    return 'resized';
  }
  @Post('stored')
  async stored(): Promise<string> {
    await this.images.stored();
    return 'stored';
  }
  @Post('muted')
  @SkipMonitoring()
  async muted(): Promise<string> {
    await delay(250);
    return 'muted';
  }
  @Post('lax')
  @SlowThreshold('1h')
  async lax(): Promise<string> {
    await delay(250);
    return 'lax';
  }
}

// Multer calls back from the events of the request's body, outside the request's async context.
/** Without Multer's interceptor: its context is lost for some uploads, and then it has no span. */
const stepsIn = (report: Report): string[] => spanNames(report).filter(name => !name.startsWith('MixinInterceptor'));

describe('uploads of files by Multer', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await TestApp.start({ controllers: [UploadsController], providers: [Images] });
    await app.warm();
  });
  afterEach(() => app.close());

  const upload = async (path: string): Promise<string> => {
    const body = new FormData();
    body.set('title', 'a');
    body.set('file', new Blob(['x'.repeat(FILE_BYTES)]), 'a.txt');
    return (await fetch(`${app.url}/${path}`, { method: 'POST', body })).text();
  };

  it('have their handler, spans and decorators, also beside each other', async () => {
    const images = app.app.get(Images);
    const idle = images.release;
    const stored = upload('stored');
    await until(() => images.release !== idle, 'the first upload');
    for (const path of ['resized', 'muted', 'lax']) expect(await upload(path)).toBe(path);
    images.release();
    expect(await stored).toBe('stored');

    const resized = await app.report('POST /resized');
    expect(resized.execution.handler).toBe('UploadsController.resized');
    expect(stepsIn(resized)).toEqual([
      'POST /resized',
      'UploadsController.resized',
      ...Array<string>(3).fill('Images.resize'),
    ]);
    expect(ownMs(resized.accounting)).toBeGreaterThan(290);
    const other = await app.report('POST /stored');
    expect(stepsIn(other)).toEqual(['POST /stored', 'UploadsController.stored', 'Images.stored']);
    expect(JSON.stringify(other.tree).includes('"name":"resize')).toBe(false);
    const names = (await app.reports()).map(({ execution }) => execution.name);
    expect(names).not.toContain('POST /muted');
    expect(names).not.toContain('POST /lax');
  });
});
