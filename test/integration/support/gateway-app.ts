import type { AddressInfo } from 'node:net';
import type { INestApplication, ModuleMetadata, WebSocketAdapter } from '@nestjs/common';
import { WsAdapter } from '@nestjs/platform-ws';
import { Test } from '@nestjs/testing';
import { WebSocket } from 'ws';
import {
  PerformanceMonitorModule,
  PerformanceMonitorService,
  type PerformanceMonitorOptions,
} from '../../../lib/index.js';
import { RUNTIME_VERSIONS, type RuntimeVersions } from '../../../lib/recorder/loop-refusal.js';
import { SLOW_EXECUTIONS } from '../../../lib/tracing/ports.interface.js';
import { SlowKeeper, type Raised } from '../../contracts/support/slow-keeper.js';
import { LineLogger } from './test-app.js';

/** A message to or from a client over `ws`. */
export interface Message {
  readonly event: string;
  readonly data: unknown;
}

/** A client over a real socket. It keeps all messages that it gets. */
export class SocketClient {
  readonly received: Message[] = [];
  private readonly waiting: (() => void)[] = [];

  private constructor(private readonly socket: WebSocket) {
    socket.on('message', text => {
      this.received.push(JSON.parse(String(text)) as Message);
      for (const check of this.waiting) check();
    });
  }

  static async open(url: string): Promise<SocketClient> {
    const socket = new WebSocket(url);
    const client = new SocketClient(socket);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return client;
  }

  send(event: string, data: unknown = {}): void {
    this.socket.send(JSON.stringify({ event, data }));
  }

  /** All messages, once there are so many. */
  atLeast(count: number): Promise<readonly Message[]> {
    return new Promise(resolve => {
      const check = (): void => void (this.received.length >= count && resolve(this.received));
      this.waiting.push(check);
      check();
    });
  }

  leave(): void {
    this.socket.terminate();
  }
}

/** An application with gateways, in which only executions with a decorator are slow. */
export class GatewayApp {
  private constructor(
    readonly app: INestApplication,
    readonly adapter: WebSocketAdapter,
    readonly logger: LineLogger,
    private readonly keeper: SlowKeeper,
    private readonly url: string,
  ) {}

  static async start(
    metadata: ModuleMetadata,
    options: PerformanceMonitorOptions = {},
    adapterOf: (app: INestApplication) => WebSocketAdapter = app => new WsAdapter(app),
    versions: RuntimeVersions = process.versions,
  ): Promise<GatewayApp> {
    const keeper = new SlowKeeper();
    const logger = new LineLogger();
    const monitor = PerformanceMonitorModule.forRoot({ threshold: '1h', localFile: false, ...options });
    const module = await Test.createTestingModule({ ...metadata, imports: [monitor, ...(metadata.imports ?? [])] })
      .overrideProvider(SLOW_EXECUTIONS)
      .useValue(keeper)
      .overrideProvider(RUNTIME_VERSIONS)
      .useValue(versions)
      .setLogger(logger)
      .compile();
    const app = module.createNestApplication();
    const adapter = adapterOf(app);
    app.useWebSocketAdapter(adapter);
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;
    return new GatewayApp(app, adapter, logger, keeper, `127.0.0.1:${port}`);
  }

  get monitor(): PerformanceMonitorService {
    return this.app.get(PerformanceMonitorService);
  }

  get http(): string {
    return `http://${this.url}`;
  }

  connect(path = '/'): Promise<SocketClient> {
    return SocketClient.open(`ws://${this.url}${path}`);
  }

  /** All slow executions, once there are so many. */
  raised(count: number): Promise<Raised[]> {
    return this.keeper.atLeast(count);
  }
}

/** Name, handler and outcome of executions, and the spans that `profile()` opened. */
export function summaryOf({ execution, recording }: Raised): Record<string, unknown> {
  const { kind, name, handler, outcome } = execution;
  const spans = recording.spans.filter(span => span.kind === 'profile').map(span => span.name);
  return { kind, name, handler, outcome, spans };
}
