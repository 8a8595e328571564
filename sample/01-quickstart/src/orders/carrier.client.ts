import { Inject, Injectable } from '@nestjs/common';
import { getJson, UPSTREAM_URL } from '../upstream.client.js';

export interface Quote {
  readonly carrier: string;
  readonly cents: number;
}

@Injectable()
export class CarrierClient {
  constructor(@Inject(UPSTREAM_URL) private readonly upstream: string) {}

  /** Slow: the carrier takes its time. */
  async quote(country: string): Promise<Quote> {
    return getJson<Quote>(this.upstream, `/quotes/${country}`);
  }
}
