// The same resolvers by name, with the schema as text.
import { UseGuards } from '@nestjs/common';
import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { note, store } from '../probe/record.js';
import { planned, Watched } from '../probe/stages.js';
import { Posts, Refusal, type Author, type Post } from './graphql-code.js';

export const SCHEMA = `
  type Author { id: Int! name: String! }
  type Post { id: Int! title: String! author: Author! broken: String }
  type Query { posts: [Post!]! post(id: Int!): Post broken: String! refused: String! store: String! }
  type Mutation { rename(id: Int!, title: String!): Post! }
`;

@Resolver('Post')
@Watched()
export class SchemaPostsResolver {
  constructor(private readonly all: Posts) {}

  @Query()
  posts(): Promise<Post[]> {
    note('posts');
    return this.all.all();
  }

  @Query()
  async post(@Args('id') id: number): Promise<Post | undefined> {
    return (await this.all.all()).find(post => post.id === id);
  }

  @Mutation()
  rename(@Args('id') id: number, @Args('title') title: string): Post {
    return { id, title };
  }

  @Query()
  broken(): string {
    throw planned(new RangeError('as planned'));
  }

  @Query()
  @UseGuards(Refusal)
  refused(): string {
    return 'never';
  }

  @Query()
  store(): string {
    return store.getStore()?.id ?? 'lost';
  }

  @ResolveField('author')
  author(@Parent() post: Post): Promise<Author> {
    return this.all.authorOf(post);
  }

  @ResolveField('broken')
  brokenField(): string {
    throw planned(new RangeError('as planned'));
  }
}
