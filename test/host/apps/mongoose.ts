// Documents with methods and hooks, and queries that fail at once, because there is no server.
import { Body, Controller, Get, Post } from '@nestjs/common';
import { InjectModel, MongooseModule, Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import type { HostApplication } from '../probe/application.js';
import { note, store } from '../probe/record.js';
import { Watched } from '../probe/stages.js';

@Schema({ autoCreate: false, autoIndex: false, bufferCommands: false, _id: false })
class Cat {
  @Prop({ type: String, required: true })
  name!: string;

  @Prop({ type: Number, min: 0 })
  age?: number;
}

const schema = SchemaFactory.createForClass(Cat);
schema.methods['meow'] = function meow(this: Cat): string {
  return `${this.name} meows`;
};
schema.pre('validate', function before() {
  note(`before validation of ${String(this.get('name'))}`);
});

interface CatModel extends Model<Cat & { meow(): string }> {
  readonly name: string;
}

@Controller('cats')
@Watched()
class CatsController {
  constructor(@InjectModel(Cat.name) private readonly cats: CatModel) {}

  @Post()
  async create(@Body() body: object): Promise<object> {
    const cat = new this.cats(body);
    await cat.validate();
    return { cat, sound: cat.meow(), isModel: cat instanceof this.cats, store: store.getStore()?.id };
  }

  @Get()
  async all(): Promise<unknown> {
    return this.cats.find().exec();
  }
}

export const application: HostApplication = {
  module: () => ({
    imports: [
      MongooseModule.forRoot('mongodb://127.0.0.1:9/none', {
        lazyConnection: true,
        autoCreate: false,
        // Longer than the requests take on a busy machine: a failure before the close would have no handler.
        serverSelectionTimeoutMS: 6_000,
      }),
      MongooseModule.forFeature([{ name: Cat.name, schema }]),
    ],
    controllers: [CatsController],
  }),
  async drive(drive) {
    await drive.post('good', '/cats', { name: 'Tom', age: 3 });
    await drive.post('bad', '/cats', { age: -1 });
    await drive.get('/cats');
    await drive.crowd(index => drive.post(`cat ${index}`, '/cats', { name: `Cat ${index}` }));
  },
};
