export interface OrderLine {
  readonly sku: string;
  readonly quantity: number;
  readonly cents: number;
}

export interface Order {
  readonly id: number;
  readonly customer: string;
  readonly country: string;
  readonly placedAt: string;
  readonly lines: readonly OrderLine[];
}
