// The words that `tools/check-words.mjs` reports, each with a way out.

/** Of a sentence. Inline code counts as one word, and so does a list of it. */
export const MAX_WORDS = 25;

/** A sentence must not begin with these. A heading may, when it ends with a question mark. */
export const OPENINGS = [
  [/^(?:what|who|whoever|whatever|whichever|whether|that which)\b/i, 'a clause is no subject: name the thing'],
  [/^of (?:a|all|an|one|several|such|the|these|those|two|which)\b/i, 'put the subject first'],
];

/** In comments, texts and docs. Inline code may have them. */
export const WORDS = [
  [/\b(?:tells?|told|telling)\b/i, 'code reports, shows, logs or returns'],
  [/\b(?:knows|knew)\b/i, 'code has, holds or records'],
  [/\b(?:says|said)\b/i, 'code reports, states or returns; a document states'],
  [/\b(?:speaks?|spoke|spoken)\b/i, 'use the name of the protocol or format'],
  [/\b(?:believes?|believed|thinks?|thought)\b/i, 'code assumes or treats as'],
  [/\b(?:asks|asked|wants|wanted|hears|heard)\b/i, 'code requests, calls, reads, needs or receives'],
  [/\blook(?:s|ed) (?:at|for|into)\b/i, 'code reads, checks or finds'],
  [/\b(?:nobody|somebody|anybody)(?:'s)?\b/i, 'name the process, execution, user or file'],
  [/\b(?:whoever|whomever|whosoever)\b/i, 'name the process, execution, user or file'],
  [/\bof (?:ours|theirs|its own accord)\b/i, 'use "the library\'s" or "the application\'s"'],
  [/\b(?:by|from|of|out of) which\b/i, 'make two sentences'],
  [/\bthat which\b/i, 'name the thing'],
  [/\bwherever (?:it|they) (?:was|were|is|are)\b/i, 'name the places'],
  [/\bas it is(?=[.,;:)]|$)/i, 'use "unchanged" or "raw"'],
  [/\b(?:in the making|on (?:its|their) way)\b/i, 'use "pending" or "in progress"'],
  [/\bstretch(?:es)?\b/i, 'use "blocked interval"'],
  [/\bguess(?:es|ed)?\b/i, 'use "provisional owner" or "estimate"'],
  [/\bspan sites?\b/i, 'use "call site"'],
];

/** In names of files and identifiers of lib/, whose words are parted by hyphens here: `SpanSite` is `span-site`. */
export const NAMES = [
  [/\bspan-sites?\b/, 'use call-site'],
  [/\b(?:held-)?stretch(?:es)?\b|\bheld-loop\b/, 'use blocked-interval'],
  [/\bguess(?:es|ed)?\b/, 'use provisional-owner'],
  [/\b(?:tells?|told)\b/, 'name the state: reported, announced, logged'],
  [/\b(?:knows|says|speaks?|spoken|believes?|wants|asked)\b/, 'name the state or the value'],
  [/\bundecided\b/, 'name the pending decisions'],
  [/\bgathering\b/, 'name the group or the batch'],
  [/\bsole-instance\b/, "name the application's instance"],
  [/\blooks\b/, 'name the style or the check'],
  [/\btries\b/, 'use attempts'],
  [/\ball-within\b/, 'name the time limit'],
  [/\b(?:nobody|somebody|anybody|whoever)\b/, 'name the owner'],
];
