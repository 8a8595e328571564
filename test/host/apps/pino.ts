import { Controller, Get } from '@nestjs/common';
import { InjectPinoLogger, Logger, LoggerModule, PinoLogger } from 'nestjs-pino';
import { driveOrders, Orders, OrdersController } from '../parts/orders.js';
import type { HostApplication } from '../probe/application.js';
import { Watched } from '../probe/stages.js';

interface Line {
  level: number;
  msg?: string;
  context?: string;
  req?: { id: string; url: string };
  res?: { statusCode: number };
}

const WARN = 40;
const ALERT = /^\[40,"Slow: /;
const lines: Line[] = [];

@Controller('logging')
@Watched()
class LoggingController {
  constructor(
    @InjectPinoLogger('Logging') private readonly logger: PinoLogger,
    private readonly orders: Orders,
  ) {}

  @Get()
  async log(): Promise<string> {
    await this.orders.find('a');
    this.logger.warn('as planned');
    return 'logged';
  }
}

export const application: HostApplication = {
  module: () => ({
    imports: [
      LoggerModule.forRoot({
        pinoHttp: [
          { genReqId: request => String(request.headers['x-id']) },
          { write: (line: string) => lines.push(JSON.parse(line) as Line) },
        ],
      }),
    ],
    controllers: [OrdersController, LoggingController],
    providers: [Orders],
  }),
  configure: app => app.useLogger(app.get(Logger)),
  async drive(drive) {
    await drive.get('/logging');
    await drive.crowd(index => drive.get(`/logging?${index}`));
    await driveOrders(drive);
    const kept = lines.filter(({ level, context }) => level >= WARN || context !== 'PerformanceMonitor');
    const texts = kept.map(({ level, msg, req, res }) =>
      JSON.stringify([level, msg, req?.id, req?.url, res?.statusCode]),
    );
    drive.result('lines', texts.filter(text => !ALERT.test(text)).sort());
  },
};
