import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Module, type DynamicModule } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { PerformanceMonitorModule } from 'nestjs-performance-monitor';
import { CollectingNotifier } from './collecting.notifier.js';
import { customerLoader } from './customer-loader.js';
import { CustomersModule } from './customers.module.js';
import { CustomersService } from './customers.service.js';
import { OrdersResolver } from './orders.resolver.js';

@Module({})
export class AppModule {
  /** @param url the address of the server with the customers */
  static forCustomers(url: string): DynamicModule {
    const customers = CustomersModule.at(url);
    return {
      module: AppModule,
      imports: [
        PerformanceMonitorModule.forRoot({ threshold: '300ms', localFile: false }),
        customers,
        GraphQLModule.forRootAsync<ApolloDriverConfig>({
          driver: ApolloDriver,
          imports: [customers],
          inject: [CustomersService],
          useFactory: (service: CustomersService) => ({
            autoSchemaFile: true,
            context: () => ({ loader: customerLoader(service) }),
          }),
        }),
      ],
      providers: [CollectingNotifier, OrdersResolver],
    };
  }
}
