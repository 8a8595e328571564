import { fileURLToPath } from 'node:url';
import { Controller, Get } from '@nestjs/common';
import { ServeStaticModule } from '@nestjs/serve-static';
import type { HostApplication } from '../probe/application.js';
import { Watched } from '../probe/stages.js';

@Controller('api')
@Watched()
class ApiController {
  @Get()
  one(): string {
    return 'from the API';
  }
}

export const application: HostApplication = {
  module: () => ({
    imports: [
      ServeStaticModule.forRoot({
        rootPath: fileURLToPath(new URL('../parts/public', import.meta.url)),
        exclude: ['/api/{*path}', '/host/{*path}'],
      }),
    ],
    controllers: [ApiController],
  }),
  async drive(drive) {
    for (const path of ['', 'index.html', 'style.css', 'deep/link', 'missing.css', 'api', 'api/missing']) {
      await drive.get(`/${path}`);
    }
    await drive.request('a part', '/style.css', { headers: { range: 'bytes=0-3' } });
    await drive.crowd(index => drive.get(`/style.css?${index}`));
  },
};
