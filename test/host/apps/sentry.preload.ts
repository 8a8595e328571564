import { init } from '@sentry/nestjs';

init({ tracesSampleRate: 1 });
