import { Controller, Get, Injectable, Param } from '@nestjs/common';
import {
  CommandBus,
  CommandHandler,
  CqrsModule,
  EventBus,
  EventsHandler,
  QueryBus,
  QueryHandler,
  Saga,
  type ICommandHandler,
  type IEventHandler,
  type IQueryHandler,
} from '@nestjs/cqrs';
import { map, type Observable } from 'rxjs';
import { filter } from 'rxjs/operators';
import type { HostApplication } from '../probe/application.js';
import { note, store } from '../probe/record.js';
import { planned, Watched } from '../probe/stages.js';

class Place {
  constructor(readonly id: string) {}
}
class Find {
  constructor(readonly id: string) {}
}
class Placed {
  constructor(readonly id: string) {}
}
class Ship {
  constructor(readonly id: string) {}
}

@CommandHandler(Place)
class PlaceHandler implements ICommandHandler<Place> {
  constructor(private readonly events: EventBus) {}

  async execute({ id }: Place): Promise<string> {
    note('place');
    if (id === 'broken') throw planned(new RangeError('as planned'));
    await this.events.publish(new Placed(id));
    return `placed ${id}`;
  }
}

@CommandHandler(Ship)
class ShipHandler implements ICommandHandler<Ship> {
  execute({ id }: Ship): Promise<void> {
    note(`ship ${id}`);
    return Promise.resolve();
  }
}

@QueryHandler(Find)
class FindHandler implements IQueryHandler<Find> {
  execute({ id }: Find): Promise<object> {
    note('find');
    return Promise.resolve({ id, store: store.getStore()?.id });
  }
}

@EventsHandler(Placed)
class PlacedHandler implements IEventHandler<Placed> {
  async handle({ id }: Placed): Promise<void> {
    note(`handle ${id}`);
    await Promise.resolve();
    note(`handle after ${id}`);
  }
}

@Injectable()
class Sagas {
  @Saga()
  shipping = (events$: Observable<unknown>): Observable<Ship> =>
    events$.pipe(
      filter(event => event instanceof Placed),
      map(event => new Ship(event.id)),
    );
}

@Controller('orders')
@Watched()
class OrdersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('place/:id')
  async place(@Param('id') id: string): Promise<string> {
    return this.commands.execute(new Place(id));
  }

  @Get('find/:id')
  async find(@Param('id') id: string): Promise<object> {
    return this.queries.execute(new Find(id));
  }
}

export const application: HostApplication = {
  module: () => ({
    imports: [CqrsModule.forRoot()],
    controllers: [OrdersController],
    providers: [PlaceHandler, ShipHandler, FindHandler, PlacedHandler, Sagas],
  }),
  watched: ['function'],
  async drive(drive, app) {
    drive.result('outside', await app.get(CommandBus).execute(new Place('outside a request')));
    await drive.get('/orders/place/one');
    await drive.get('/orders/place/broken');
    await drive.get('/orders/find/one');
    await drive.crowd(index => drive.get(`/orders/place/${index}`));
  },
};
