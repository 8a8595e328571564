export interface Customer {
  readonly id: number;
  readonly name: string;
  readonly street: string;
  readonly city: string;
}

export interface OrderLine {
  readonly sku: string;
  readonly title: string;
  readonly quantity: number;
}

export interface Order {
  readonly id: number;
  readonly customerId: number;
  readonly placedAt: string;
  readonly lines: readonly OrderLine[];
}

export interface LineView {
  readonly sku: string;
  readonly title: string;
  readonly quantity: number;
  readonly stock: number;
  readonly price: string;
  readonly tax: string;
}

export interface OrderView {
  readonly id: number;
  readonly placedAt: string;
  readonly customer: { readonly name: string; readonly address: string };
  readonly lines: readonly LineView[];
  readonly discounts: readonly string[];
}
