// The rooms of `lib/`. A room may import its own files and the rooms of its line, types included.
// `room/folder` allows that folder only. Nothing may import `module/`, which puts the rooms together.

/** The free rooms: every room from `overhead` on may import them, unless its line says otherwise. */
export const FREE = ['platform', 'model', 'options', 'privacy', 'logging'];

// prettier-ignore
export const ROOMS = {
  platform:        room([], 'clock, timers, file system and process-wide state know nothing of monitoring'),
  model:           room(['platform'], 'the types of the report and of its parts'),
  options:         room(['platform', 'model'], 'settings are read before anything is recorded'),
  privacy:         room(['platform', 'model', 'options'], 'redacts by the options'),
  logging:         room(['platform', 'model', 'options', 'privacy'], 'every line of the log is redacted'),
  overhead:        room([...FREE], 'measures any room, so it depends on none'),
  stats:           room([...FREE, 'overhead'], 'the statistics include the overhead'),
  tracing:         room(except('privacy'), 'runs for every request: values are redacted later, for slow executions only'),
  instrumentation: room([...FREE, 'tracing'], 'turns methods and libraries into spans'),
  boundaries:      room([...FREE, 'tracing', 'instrumentation/decorators'], 'opens executions; decorators set thresholds'),
  recorder:        room([...FREE, 'tracing', 'overhead'], 'samples spans, and less while the overhead is high'),
  'recorder/attribution': room([...FREE, 'tracing'], 'pure decisions about facts that the log collects'),
  'recorder/sampling':    room([...FREE], 'V8 profiles, whatever they are used for'),
  'recorder/processor':   room([...FREE], 'figures of the kernel, whatever they are used for'),
  'recorder/log':         room([...FREE, 'tracing', 'overhead', 'recorder/attribution', 'recorder/sampling', 'recorder/processor'], 'keeps data; cutting reads it later'),
  diagnosis:       room(['platform', 'model', 'recorder'], 'pure functions of a recording'),
  report:          room([...FREE, 'overhead', 'recorder', 'diagnosis'], 'writes a recording and its diagnosis'),
  explain:         room([...FREE, 'overhead', 'recorder', 'diagnosis', 'report'], 'cut, diagnose, blame, report'),
  delivery:        room([...FREE, 'stats', 'report'], 'renders and counts; notifiers are given to it'),
  alerts:          room([...FREE, 'stats', 'recorder', 'report', 'explain', 'delivery'], 'decides, explains, delivers'),
  metrics:         room([...FREE, 'overhead', 'stats', 'recorder', 'alerts'], 'reads figures when they are collected'),
  notifiers:       room([...FREE, 'delivery'], 'see finished alerts only; the interface is in model'),
  jobs:            room([...FREE, 'stats', 'notifiers'], 'the digest reads statistics and goes to notifiers'),
  status:          room([...FREE, 'tracing', 'instrumentation/decorators'], 'shows figures that module/ gives it'),
  watchdog:        room([...FREE, 'overhead', 'stats', 'tracing', 'recorder', 'diagnosis', 'report', 'delivery', 'alerts', 'notifiers'], 'a thread of its own goes the whole way of an alert'),
  module:          room(['*'], 'puts the rooms together for Nest'),
};

/** The command, beside `lib/`. No room of `lib/` may import it. `*` allows every room. */
// prettier-ignore
export const COMMAND = {
  cli:          room(['platform', 'model', 'report/formats', 'notifiers/message', 'notifiers/local-file/default-directory'], 'reads and renders reports, without Nest'),
  'cli/doctor': room(['*'], 'checks every room'),
};

/** Rooms of pure code: neither Node's modules nor Nest's packages. The page imports `model/` in a browser. */
export const PURE = ['model', 'diagnosis'];

/** Breaches of today, by their files. The check fails for a line that is no breach any more, too. */
// prettier-ignore
export const UNTIL_REBUILT = [
];

function room(may, why) {
  return { may, why };
}

function except(name) {
  return FREE.filter(free => free !== name);
}
