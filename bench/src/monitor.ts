// The built package, as it is shipped. This file and its compiled copy are both two folders below the repository, so that
// one path works for the compiler and for Node. Only processes with the monitor import it.
export { PerformanceMonitorModule, PerformanceMonitorService, type Report } from '../../dist/index.js';
