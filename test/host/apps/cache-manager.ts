import { CACHE_MANAGER, CacheInterceptor, CacheKey, CacheModule, CacheTTL, type Cache } from '@nestjs/cache-manager';
import { Controller, Get, Inject, Param, UseInterceptors } from '@nestjs/common';
import type { HostApplication } from '../probe/application.js';
import { note } from '../probe/record.js';
import { Watched } from '../probe/stages.js';

let computed = 0;

@Controller()
@Watched()
class CachedController {
  constructor(@Inject(CACHE_MANAGER) private readonly cache: Cache) {}

  @Get('cached/:id')
  @UseInterceptors(CacheInterceptor)
  cached(@Param('id') id: string): object {
    note('computed');
    return { id, nth: ++computed };
  }

  @Get('short')
  @UseInterceptors(CacheInterceptor)
  @CacheKey('short')
  @CacheTTL(600_000)
  short(): object {
    return { nth: ++computed };
  }

  @Get('by-hand')
  async byHand(): Promise<unknown[]> {
    const wrapped = await this.cache.wrap('by hand', async () => ++computed);
    return [wrapped, await this.cache.get('short'), await this.cache.get('missing')];
  }
}

export const application: HostApplication = {
  module: () => ({
    imports: [CacheModule.register({ isGlobal: true, ttl: 600_000 })],
    controllers: [CachedController],
  }),
  async drive(drive) {
    for (const path of ['cached/1', 'cached/1?again', 'short', 'short?again', 'by-hand', 'by-hand?again']) {
      await drive.get(`/${path}`);
    }
    for (const name of ['first', 'second', 'third']) await drive.request(name, '/cached/2');
  },
};
