import type { Provider } from '@nestjs/common';
import { NOTIFIERS, type Notifier } from '../model/notifier.interface.js';
import { CustomNotifiers } from '../notifiers/custom/custom-notifiers.js';
import { HttpClient } from '../notifiers/http-client/http-client.js';
import { DEFAULT_TIMING, HTTP_TIMING } from '../notifiers/http-client/http-timing.js';
import { builtInNotifiers } from '../notifiers/index.js';
import { BUILT_IN_NOTIFIERS, type BuiltInNotifier } from '../notifiers/notifier-definition.js';
import { RESOLVED_OPTIONS } from '../options/options.constants.js';
import type { ResolvedOptions } from '../options/resolved-options.interface.js';

/** The notifiers that are switched on, and the classes that they inject. @internal */
export const notifierProviders: Provider[] = [
  { provide: HTTP_TIMING, useValue: DEFAULT_TIMING },
  HttpClient,
  ...builtInNotifiers.flatMap(({ provider, dependencies = [] }) => [...dependencies, provider]),
  {
    provide: BUILT_IN_NOTIFIERS,
    useFactory: (options: ResolvedOptions, ...instances: BuiltInNotifier[]): BuiltInNotifier[] =>
      instances.filter((_, index) => builtInNotifiers[index]?.options.of(options) !== false),
    inject: [RESOLVED_OPTIONS, ...builtInNotifiers.map(({ provider }) => provider)],
  },
  {
    provide: NOTIFIERS,
    // A copy: the application's own notifiers are added to it.
    useFactory: (builtIn: readonly BuiltInNotifier[]): Notifier[] => [...builtIn],
    inject: [BUILT_IN_NOTIFIERS],
  },
  CustomNotifiers,
];
