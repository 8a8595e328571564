import { fileURLToPath } from 'node:url';
import { Module } from '@nestjs/common';
import { PerformanceMonitorModule } from 'nestjs-performance-monitor';
import { AlertBoard } from './alert-board.js';
import { BoardNotifier } from './board.notifier.js';
import { ShopController } from './shop.controller.js';

/** The sample's own folder, from `dist/sample/03-mattermost/src`. */
const REPORTS = fileURLToPath(new URL('../../../../reports', import.meta.url));

/**
 * The server, the token and the channel come from `WPM_MATTERMOST_SERVER_URL`, `WPM_MATTERMOST_TOKEN` and
 * `WPM_MATTERMOST_CHANNEL_ID`: secrets do not belong into code.
 */
@Module({
  imports: [
    PerformanceMonitorModule.forRoot({
      threshold: '150ms',
      localFile: { outputDir: REPORTS },
      digest: 'daily',
    }),
  ],
  controllers: [ShopController],
  providers: [AlertBoard, BoardNotifier],
})
export class AppModule {}
