import { ClientProxyFactory, type ClientGrpcProxy, type ClientOptions } from '@nestjs/microservices';
import { lastValueFrom, type Observable } from 'rxjs';
import type { UsableTransport } from './transports.js';

interface Quote {
  readonly cents: number;
}

interface Quotes {
  find(parcel: { readonly id: string }): Observable<Quote>;
}

/** Asks the service for one quote, as another service would. */
export async function ask({ name, options }: UsableTransport, id: string): Promise<Quote> {
  const client = ClientProxyFactory.create(options as ClientOptions);
  try {
    if (name !== 'grpc') return await lastValueFrom(client.send<Quote>(`quotes.${name}`, { id }));
    return await lastValueFrom((client as unknown as ClientGrpcProxy).getService<Quotes>('Quotes').find({ id }));
  } finally {
    client.close();
  }
}
