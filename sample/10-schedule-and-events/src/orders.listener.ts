import { Injectable } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';

@Injectable()
export class OrdersListener {
  @OnEvent('order.created')
  score(order: { readonly id: string }): number {
    return riskOf(order.id);
  }
}

/** Computes for a while: the report names this function. */
function riskOf(id: string): number {
  const end = performance.now() + 150;
  let risk = id.length;
  while (performance.now() < end) risk = (risk * 31 + 7) % 1_000_003;
  return risk;
}
