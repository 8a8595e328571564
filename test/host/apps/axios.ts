import { HttpModule, HttpService } from '@nestjs/axios';
import { Controller, Get, Param } from '@nestjs/common';
import { AxiosError } from 'axios';
import { catchError, firstValueFrom, map, of, retry, type Observable } from 'rxjs';
import type { HostApplication } from '../probe/application.js';
import { note, store } from '../probe/record.js';
import { Watched } from '../probe/stages.js';

let url = '';
let failures = 0;

@Controller()
@Watched()
class CallingController {
  constructor(private readonly http: HttpService) {}

  @Get('price/:id')
  price(@Param('id') id: string): object {
    return { id };
  }

  @Get('flaky')
  flaky(): string {
    if (++failures % 2 === 1) throw new RangeError('as planned');
    return 'now';
  }

  @Get('observable/:id')
  observable(@Param('id') id: string): Observable<unknown> {
    return this.http.get<unknown>(`${url}/price/${id}`).pipe(map(({ data }) => [data, store.getStore()?.id]));
  }

  @Get('promise/:id')
  async promise(@Param('id') id: string): Promise<unknown> {
    const { data } = await firstValueFrom(this.http.get<unknown>(`${url}/price/${id}`));
    note('has the price');
    return [data, store.getStore()?.id];
  }

  @Get('retried')
  retried(): Observable<unknown> {
    return this.http.get<unknown>(`${url}/flaky`).pipe(
      retry(1),
      map(({ data }) => data),
    );
  }

  @Get('missing')
  missing(): Observable<unknown> {
    return this.http.get(`${url}/nowhere`).pipe(
      map(() => 'found'),
      catchError((error: unknown) => of(error instanceof AxiosError ? [error.code, error.response?.status] : 'other')),
    );
  }
}

export const application: HostApplication = {
  module: () => ({ imports: [HttpModule.register({ timeout: 30_000 })], controllers: [CallingController] }),
  async drive(drive) {
    ({ url } = drive);
    for (const path of ['observable/1', 'promise/1', 'retried', 'missing']) await drive.get(`/${path}`);
    await drive.crowd(index => drive.get(`/observable/${100 + index}`));
    await drive.crowd(index => drive.get(`/promise/${100 + index}`));
  },
};
