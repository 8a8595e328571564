import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Format } from '../format.interface.js';
import { renderPprof } from './pprof-profile.js';

const compress = promisify(gzip);

/** A profile for pprof, Pyroscope and others: `go tool pprof -http :8080 report.pb.gz`. @internal */
export const pprofFormat: Format = work => async report => compress(await work.run(renderPprof(report)));
