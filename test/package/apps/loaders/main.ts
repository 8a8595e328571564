import { verdict } from './app.ts';

void verdict().then(found => console.log(`verdict ${JSON.stringify(found)}`));
