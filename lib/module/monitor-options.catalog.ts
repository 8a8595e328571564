import { digestOptions } from '../jobs/digest.options.js';
import { librariesOptions } from '../instrumentation/libraries/libraries.options.js';
import { httpOptions } from '../notifiers/http-client/http.options.js';
import { builtInNotifiers } from '../notifiers/index.js';
import { OptionCatalog } from '../options/catalog/option-catalog.js';

/** All options of the module. The rooms contribute those that lie with the code that they configure. @internal */
export const optionCatalog = new OptionCatalog([
  ...builtInNotifiers.map(({ options }) => options),
  digestOptions,
  httpOptions,
  librariesOptions,
]);
