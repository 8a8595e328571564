import { Controller, Get } from '@nestjs/common';
import { ConfigModule, ConfigService, registerAs } from '@nestjs/config';
import type { HostApplication } from '../probe/application.js';
import { Watched } from '../probe/stages.js';

const shop = registerAs('shop', () => ({ currency: process.env['SHOP_CURRENCY'] ?? 'EUR' }));

@Controller('config')
@Watched()
class ConfigController {
  constructor(private readonly config: ConfigService) {}

  @Get()
  all(): unknown[] {
    const own = Object.keys((this.config as unknown as { internalConfig: object }).internalConfig);
    return [this.config.get('shop.currency'), this.config.get('missing', 'the default'), own.sort()];
  }
}

export const application: HostApplication = {
  module: () => ({
    imports: [ConfigModule.forRoot({ isGlobal: true, ignoreEnvFile: true, load: [shop], cache: true })],
    controllers: [ConfigController],
  }),
  async drive(drive) {
    await drive.get('/config');
  },
};
