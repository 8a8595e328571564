// The built package: what is measured is what is shipped. Both this file and its compiled twin lie two folders below the
// repository, so that one path serves the compiler and Node. Only processes that run the monitor import it.
export { PerformanceMonitorModule, PerformanceMonitorService, type Report } from '../../dist/index.js';
