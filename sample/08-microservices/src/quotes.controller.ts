import { Controller } from '@nestjs/common';
import { GrpcMethod, MessagePattern, Payload, Transport } from '@nestjs/microservices';
import { CarriersService } from './carriers.service.js';

interface Parcel {
  readonly id: string;
}

interface Quote {
  readonly cents: number;
}

/** The same work for each transport, under a name of its own. */
@Controller()
export class QuotesController {
  constructor(private readonly carriers: CarriersService) {}

  @GrpcMethod('Quotes', 'Find')
  findByGrpc(parcel: Parcel): Promise<Quote> {
    return this.find(parcel);
  }

  @MessagePattern('quotes.tcp', Transport.TCP)
  findByTcp(@Payload() parcel: Parcel): Promise<Quote> {
    return this.find(parcel);
  }

  @MessagePattern('quotes.redis', Transport.REDIS)
  findByRedis(@Payload() parcel: Parcel): Promise<Quote> {
    return this.find(parcel);
  }

  @MessagePattern('quotes.nats', Transport.NATS)
  findByNats(@Payload() parcel: Parcel): Promise<Quote> {
    return this.find(parcel);
  }

  @MessagePattern('quotes.mqtt', Transport.MQTT)
  findByMqtt(@Payload() parcel: Parcel): Promise<Quote> {
    return this.find(parcel);
  }

  @MessagePattern('quotes.rabbitmq', Transport.RMQ)
  findByRabbitmq(@Payload() parcel: Parcel): Promise<Quote> {
    return this.find(parcel);
  }

  private async find({ id }: Parcel): Promise<Quote> {
    return { cents: await this.carriers.cheapest(id) };
  }
}
