import { createHash } from 'node:crypto';
import {
  Body,
  Controller,
  ForbiddenException,
  Get,
  HttpException,
  HttpStatus,
  NotFoundException,
  Param,
  Post,
  Req,
  Res,
  StreamableFile,
  UseGuards,
  VERSION_NEUTRAL,
  type Type,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { SkipMonitoring } from '../instrumentation/decorators/skip-monitoring.decorator.js';
import { STYLE } from './html/style.js';
import { StatusGuard } from './status.guard.js';
import { StatusPage } from './status-page.js';

/** The members of a request of Express and of Fastify in use. */
interface PageRequest {
  readonly originalUrl?: string;
  readonly url?: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

const HTML = 'text/html; charset=utf-8';
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');
const ALWAYS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' };
const PAGE = {
  ...ALWAYS,
  'content-type': HTML,
  'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
};
/** The page of a report has a policy of its own for everything else. */
const REPORT = { ...ALWAYS, 'content-type': HTML, 'content-security-policy': "frame-ancestors 'none'" };

/** The routes of the page below `path`, each behind the guard. @internal */
export function statusController(path: string): Type {
  /** It sends its answers itself: an interceptor of the application may put each result into an object. */
  @Controller({ path, version: VERSION_NEUTRAL })
  @UseGuards(StatusGuard)
  @SkipMonitoring()
  class StatusPageController {
    constructor(
      private readonly page: StatusPage,
      private readonly host: HttpAdapterHost,
    ) {}

    @Get()
    show(@Req() request: PageRequest, @Res() response: unknown): void {
      this.page.entered();
      // Relative links in a page with a slash at its end begin below it.
      const base = pathOf(request).endsWith('/') ? '.' : partOf(request, -1);
      this.send(response, PAGE, this.page.render(base));
    }

    @Get('reports/:id')
    report(@Param('id') id: string, @Res() response: unknown): void {
      this.page.entered();
      const bytes = this.page.report(id);
      if (bytes === undefined) throw new NotFoundException('This process does not keep that report any more');
      this.send(response, REPORT, new StreamableFile(bytes, { type: HTML, disposition: 'inline' }));
    }

    @Post('test')
    async test(@Req() request: PageRequest, @Res() response: unknown, @Body() body: unknown): Promise<void> {
      this.page.entered();
      const fault = this.page.form.faultOf(request.headers, body);
      if (fault !== undefined) throw new ForbiddenException(`No test alert was sent: ${fault}`);
      if (!(await this.page.test())) {
        const text = 'No test alert was sent: the last one is less than a minute old';
        throw new HttpException(text, HttpStatus.TOO_MANY_REQUESTS);
      }
      this.host.httpAdapter.redirect(response, HttpStatus.SEE_OTHER, `../${partOf(request, -2)}`);
    }

    private send(response: unknown, headers: Readonly<Record<string, string>>, body: string | StreamableFile): void {
      const { httpAdapter } = this.host;
      for (const [name, value] of Object.entries(headers)) httpAdapter.setHeader(response, name, value);
      httpAdapter.reply(response, body, HttpStatus.OK);
    }
  }
  return StatusPageController;
}

/** A part of the path of a request, counted from its end. */
function partOf(request: PageRequest, place: number): string {
  return pathOf(request).split('/').filter(Boolean).at(place) ?? '';
}

function pathOf({ originalUrl, url = '' }: PageRequest): string {
  return (originalUrl ?? url).split('?', 1)[0] ?? '';
}
