import { ConnectedSocket, MessageBody, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { SkipMonitoring } from 'nestjs-performance-monitor';
import { interval, map, type Observable } from 'rxjs';
import { StockService } from './stock.service.js';

@WebSocketGateway()
export class OrdersGateway {
  constructor(private readonly stock: StockService) {}

  /** Asks for one item after another: the report counts the calls. */
  @SubscribeMessage('orders.check')
  async check(@MessageBody() items: string[]): Promise<{ event: string; data: number }> {
    let available = 0;
    for (const item of items) available += await this.stock.of(item);
    return { event: 'orders.checked', data: available };
  }

  /** Goes on for as long as its client stays, so that its duration says nothing. */
  @SkipMonitoring()
  @SubscribeMessage('orders.watch')
  watch(@ConnectedSocket() _client: unknown): Observable<{ event: string; data: number }> {
    return interval(100).pipe(map(data => ({ event: 'orders.changed', data })));
  }
}
