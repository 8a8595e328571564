// Only Nest's own packages: all stages, all kinds of answers and errors, twenty requests at once.
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  BadRequestException,
  Body,
  Controller,
  Get,
  Header,
  HttpCode,
  Injectable,
  Param,
  ParseIntPipe,
  Post,
  Query,
  Redirect,
  Scope,
  Sse,
  StreamableFile,
  UseGuards,
  type CanActivate,
} from '@nestjs/common';
import { interval, map, take, type Observable } from 'rxjs';
import type { HostApplication } from '../probe/application.js';
import { note, store } from '../probe/record.js';
import { planned, Watched } from '../probe/stages.js';

@Injectable()
class Service {
  async later(): Promise<string> {
    await sleep(5);
    note('service');
    return store.getStore()?.id ?? 'lost';
  }
}

let instances = 0;

@Injectable({ scope: Scope.REQUEST })
class Scoped {
  readonly nth = ++instances;
}

@Injectable()
class Refusal implements CanActivate {
  canActivate(): boolean {
    note('refusal');
    return false;
  }
}

@Controller()
@Watched()
class PlainController {
  constructor(private readonly service: Service) {}

  @Get('json/:id')
  async json(@Param('id', ParseIntPipe) id: number, @Query('q') q?: string): Promise<object> {
    return { id, q, store: await this.service.later() };
  }

  @Post('echo')
  @HttpCode(202)
  @Header('x-handler', 'yes')
  echo(@Body() body: unknown): unknown {
    note('echo');
    return body;
  }

  @Get('refused')
  @UseGuards(Refusal)
  refused(): string {
    return 'never';
  }

  @Get('bad')
  bad(): never {
    throw planned(new BadRequestException('as planned'));
  }

  @Get('broken')
  async broken(): Promise<never> {
    await this.service.later();
    throw planned(new RangeError('as planned'));
  }

  @Get('redirect')
  @Redirect('/json/1', 301)
  redirect(): void {}

  @Get('file')
  file(): StreamableFile {
    return new StreamableFile(Readable.from(['one', 'two']), { type: 'text/plain' });
  }

  @Sse('events')
  events(): Observable<object> {
    return interval(5).pipe(
      take(3),
      map(data => ({ data: `${data} ${store.getStore()?.id ?? 'lost'}` })),
    );
  }
}

@Controller('scoped')
class ScopedController {
  constructor(private readonly scoped: Scoped) {}

  @Get()
  nth(): number {
    return this.scoped.nth;
  }
}

export const application: HostApplication = {
  module: () => ({ controllers: [PlainController, ScopedController], providers: [Service, Scoped] }),
  async drive(drive) {
    for (const path of ['json/1?q=x', 'json/x', 'refused', 'bad', 'broken', 'redirect', 'file', 'events', 'missing']) {
      await drive.get(`/${path}`);
    }
    await drive.get('/scoped');
    await drive.get('/scoped?again');
    await drive.post('a body', '/echo', { name: 'x'.repeat(2_000) });
    await drive.request('no JSON', '/echo', {
      method: 'POST',
      body: '{',
      headers: { 'content-type': 'application/json' },
    });
    await drive.request('HEAD', '/json/1', { method: 'HEAD' });
    await drive.crowd(index => drive.get(`/json/${100 + index}`));
  },
};
