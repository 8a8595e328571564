/** No token of this kind begins here. @internal */
export const NONE = 0;
/** The text ends inside the token. @internal */
export const NO_END = -1;
/** Dialects disagree about the token, or it is none of SQL. @internal */
export const UNREADABLE = -2;
