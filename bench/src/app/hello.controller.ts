import { Controller, Get } from '@nestjs/common';

/** Workload `hello`: only Nest and the adapter. */
@Controller('hello')
export class HelloController {
  @Get()
  hello(): string {
    return 'hello';
  }
}
