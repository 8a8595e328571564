import { Controller, Post, UploadedFiles, UseInterceptors } from '@nestjs/common';
import { AnyFilesInterceptor } from '@nestjs/platform-express';
import { delay } from './test-app.js';

/** Takes multipart forms, slowly; Express only. */
@Controller()
export class UploadController {
  @Post('upload')
  @UseInterceptors(AnyFilesInterceptor())
  async upload(@UploadedFiles() _files: unknown): Promise<string> {
    await delay(40);
    return 'done';
  }
}
