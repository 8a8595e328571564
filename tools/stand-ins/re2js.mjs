// Stands for `re2js` in a thread: no pattern of the options is compiled there.
export class RE2JS {}
