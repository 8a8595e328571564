import { Controller, Get, Injectable, Param } from '@nestjs/common';
import { EventEmitter2, EventEmitterModule, OnEvent } from '@nestjs/event-emitter';
import type { HostApplication } from '../probe/application.js';
import { note } from '../probe/record.js';
import { Watched } from '../probe/stages.js';

@Injectable()
class Listeners {
  @OnEvent('order.created')
  created(id: string): string {
    note(`created ${id}`);
    return 'created';
  }

  @OnEvent('order.created', { async: true })
  async later(id: string): Promise<string> {
    await Promise.resolve();
    note(`later ${id}`);
    return 'later';
  }

  @OnEvent('order.*')
  any(id: string): string {
    note(`any ${id}`);
    return 'any';
  }

  @OnEvent('order.broken')
  broken(): never {
    throw new RangeError('as planned');
  }

  @OnEvent('order.reported', { suppressErrors: false })
  async reported(): Promise<never> {
    await Promise.resolve();
    throw new RangeError('failed as planned');
  }
}

@Controller('events')
@Watched()
class EventsController {
  constructor(private readonly emitter: EventEmitter2) {}

  @Get('emit/:name')
  emit(@Param('name') name: string): boolean {
    return this.emitter.emit(`order.${name}`, 'emitted');
  }

  @Get('wait/:name')
  async wait(@Param('name') name: string): Promise<unknown[]> {
    const results: unknown[] = await this.emitter.emitAsync(`order.${name}`, 'waited for');
    // A listener with `async: true` returns the handle of its own start.
    return results.map(result => (typeof result === 'object' ? 'no answer' : result));
  }
}

export const application: HostApplication = {
  module: () => ({
    imports: [EventEmitterModule.forRoot({ wildcard: true })],
    controllers: [EventsController],
    providers: [Listeners],
  }),
  watched: ['event'],
  async drive(drive, app) {
    drive.result('outside', app.get(EventEmitter2).emit('order.created', 'outside a request'));
    for (const name of ['created', 'broken', 'nothing']) {
      await drive.get(`/events/emit/${name}`);
      await drive.get(`/events/wait/${name}`);
    }
    await drive.get('/events/wait/reported');
    await drive.crowd(index => drive.get(`/events/wait/created?${index}`));
  },
};
