import { Module, type DynamicModule } from '@nestjs/common';
import { MixedController } from './mixed.controller.js';
import { LINE_PORT, MixedService } from './mixed.service.js';

@Module({})
export class MixedModule {
  static forPort(port: number): DynamicModule {
    return {
      module: MixedModule,
      controllers: [MixedController],
      providers: [MixedService, { provide: LINE_PORT, useValue: port }],
    };
  }
}
