import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { InjectRepository, TypeOrmModule } from '@nestjs/typeorm';
import {
  AfterInsert,
  Column,
  DataSource,
  Entity,
  ManyToOne,
  OneToMany,
  PrimaryGeneratedColumn,
  Repository,
} from 'typeorm';
import type { HostApplication } from '../probe/application.js';
import { note, store } from '../probe/record.js';
import { planned, Watched } from '../probe/stages.js';

@Entity()
class Author {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar')
  name!: string;

  @OneToMany(() => Book, book => book.author, { cascade: true })
  books!: Book[];

  @AfterInsert()
  inserted(): void {
    note(`inserted ${this.name}`);
  }
}

@Entity()
class Book {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar')
  title!: string;

  @ManyToOne(() => Author, author => author.books)
  author!: Author;
}

@Controller('authors')
@Watched()
class AuthorsController {
  constructor(
    @InjectRepository(Author) private readonly authors: Repository<Author>,
    private readonly source: DataSource,
  ) {}

  @Post()
  create(@Body() body: Author): Promise<Author> {
    return this.authors.save(this.authors.create(body));
  }

  @Get('rolled-back')
  async rolledBack(): Promise<void> {
    await this.source.transaction(async manager => {
      await manager.save(Author, { name: 'never' });
      throw planned(new RangeError('as planned'));
    });
  }

  @Get('count')
  count(): Promise<number> {
    return this.authors.count();
  }

  @Get(':id')
  async one(@Param('id') id: number): Promise<unknown> {
    const found = await this.authors.findOneOrFail({ where: { id }, relations: { books: true } });
    return [found, store.getStore()?.id];
  }
}

export const application: HostApplication = {
  volatileText: /\d{4}-\d\d-\d\d.*?\d\d:\d\d:\d\d/g,
  module: () => ({
    imports: [
      TypeOrmModule.forRoot({ type: 'sqljs', entities: [Author, Book], synchronize: true, retryAttempts: 0 }),
      TypeOrmModule.forFeature([Author, Book]),
    ],
    controllers: [AuthorsController],
  }),
  async drive(drive) {
    await drive.post('create', '/authors', { name: 'Ada', books: [{ title: 'One' }, { title: 'Two' }] });
    for (const path of ['1', '99', 'rolled-back', 'count']) await drive.get(`/authors/${path}`);
    await drive.crowd(index => drive.get(`/authors/1?${index}`));
  },
};
