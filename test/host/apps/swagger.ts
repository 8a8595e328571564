import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiProperty, ApiTags, DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { HostApplication } from '../probe/application.js';
import { Watched } from '../probe/stages.js';

class Cat {
  @ApiProperty()
  id!: number;

  @ApiProperty({ required: false })
  name?: string;
}

@ApiTags('cats')
@Controller('cats')
@Watched()
class CatsController {
  @Get(':id')
  @ApiOkResponse({ type: Cat })
  one(@Param('id') id: string): Cat {
    return { id: Number(id) };
  }

  @Post()
  create(@Body() cat: Cat): Cat {
    return cat;
  }
}

export const application: HostApplication = {
  module: () => ({ controllers: [CatsController] }),
  configure(app) {
    const document = SwaggerModule.createDocument(app, new DocumentBuilder().setTitle('Cats').build());
    SwaggerModule.setup('docs', app, document);
  },
  async drive(drive) {
    for (const path of ['docs', 'docs-json', 'docs-yaml', 'docs/swagger-ui-init.js', 'cats/1']) {
      await drive.get(`/${path}`);
    }
    await drive.post('create', '/cats', { id: 2 });
    await drive.crowd(index => drive.get(`/cats/${100 + index}`));
  },
};
