import { fileURLToPath } from 'node:url';
import { ClientProxyFactory, Transport, type ClientGrpcProxy, type GrpcOptions } from '@nestjs/microservices';
import { freePort } from '../../host/parts/free-port.js';

const PROTO = fileURLToPath(new URL('units.proto', import.meta.url));

export type GrpcServerOptions = GrpcOptions & { readonly transport: Transport.GRPC };

/** The options of a server for gRPC on a free port. */
export async function grpcOptions(): Promise<GrpcServerOptions> {
  const url = `127.0.0.1:${await freePort()}`;
  return { transport: Transport.GRPC, options: { package: 'units.v1', protoPath: PROTO, url } };
}

export function grpcClient(options: GrpcServerOptions): ClientGrpcProxy {
  return ClientProxyFactory.create(options);
}

/** Our hooks that are in place. */
export function grpcHooks(server: object): string[] {
  return Object.hasOwn(server, 'createServiceMethod') ? ['methods of services'] : [];
}
