/** Deeper brackets fail: each bracket's end reads the elements of its list again. */
const MAX_DEPTH = 60;
/** Behind these words a list begins, or a sign belongs to the number behind it. */
const LIST_WORD = /^(?:values?|select|set|returning|by|in)$/i;
const ROWS_WORD = /^values?$/i;
/** A minus behind these words is part of a number. */
const OPEN_WORD = /^(?:select|when|then|else|between|and|or|limit|offset|by|return|not|values?|in|like)$/i;
const ENDS_WORD = /[\w$\u0080-\uffff]$/;
const BOOLEAN = /^(?:true|false)$/i;
const VALUE_WORD = /^(?:null|default|true|false)$/i;
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']' };

/** @internal */
export interface SqlToken {
  readonly text: string;
  /** White space or a comment was before it. */
  readonly hasGap: boolean;
}

/** The list of a pair of brackets, or of the whole text. */
interface List {
  readonly closing: string;
  /** The place of the first token of the last element. */
  from: number;
  /** The text of the element before it. */
  previous: string | undefined;
  hasRows: boolean;
}

const listOf = (closing: string, from: number): List => ({ closing, from, previous: undefined, hasRows: false });

/**
 * The tokens of a text, with one `?` for each list of values: `IN (1, 2, 3)` is `IN (?)`, and the rows of
 * `VALUES (1, 'a'), (2, 'b')` are `VALUES (?)`.
 *
 * @internal
 */
export class FoldedSql {
  readonly tokens: SqlToken[] = [];
  private readonly lists: List[] = [listOf('', 0)];
  private hasGap = false;
  private isTouching = false;

  /** A value and a word touch each other, as no program writes them: the quotes may have been read inside out. */
  get mayBeInsideOut(): boolean {
    return this.isTouching;
  }

  gap(): void {
    this.hasGap = true;
  }

  value(): void {
    const { tokens } = this;
    const last = tokens.at(-1)?.text ?? '';
    if (!this.hasGap && ENDS_WORD.test(last)) this.isTouching = true;
    if (last === '?') return;
    if (this.endsWithSign()) this.hasGap = tokens.pop()?.hasGap ?? false;
    this.push('?');
  }

  word(text: string): void {
    const list = this.list();
    const last = this.tokens.at(-1)?.text ?? '';
    if (BOOLEAN.test(text) && !/^(?:is|not)$/i.test(last)) return this.value();
    if (last === '?' && !this.hasGap) this.isTouching = true;
    if (last === '?' || last === ')') this.endElement(list);
    this.push(text);
    if (!LIST_WORD.test(text)) return;
    list.from = this.tokens.length;
    list.previous = undefined;
    if (ROWS_WORD.test(text)) list.hasRows = true;
  }

  /** The brackets are deeper than this class can read. */
  get isTooDeep(): boolean {
    return this.lists.length > MAX_DEPTH;
  }

  /** @returns false for brackets that do not match, or are too deep */
  sign(text: string): boolean {
    const list = this.list();
    if (text === ',') {
      this.endElement(list);
      this.push(text);
      list.from = this.tokens.length;
    } else if (text === ')' || text === ']') {
      if (list.closing !== text) return false;
      this.endElement(list);
      this.lists.pop();
      this.push(text);
    } else {
      this.push(text);
      const closing = CLOSING[text];
      if (closing !== undefined) this.lists.push(listOf(closing, this.tokens.length));
    }
    return !this.isTooDeep;
  }

  /** @returns false when a bracket is open */
  end(): boolean {
    this.endElement(this.list());
    return this.lists.length === 1;
  }

  /** Ends a text that goes on: leaves out the element that it was cut in, so that the place of the cut does not show. */
  cut(): void {
    const inElement = ({ from }: List): boolean => this.tokens[from - 1]?.text === ',';
    const list = this.lists.find(each => each.hasRows && inElement(each)) ?? this.lists.findLast(inElement);
    this.tokens.length = list === undefined ? Math.max(0, this.tokens.length - 1) : list.from - 1;
  }

  private push(text: string): void {
    this.tokens.push({ text, hasGap: this.hasGap });
    this.hasGap = false;
  }

  private list(): List {
    return this.lists.at(-1) as List;
  }

  /** True after the sign of a number: `= -`, `(-`, `THEN -`. */
  private endsWithSign(): boolean {
    const sign = this.tokens.at(-1)?.text;
    if (sign !== '-' && sign !== '+') return false;
    const before = this.tokens.at(-2)?.text ?? '';
    return OPEN_WORD.test(before) || !/[\w?)\]"`\u0080-\uffff]$/.test(before);
  }

  /** Leaves out an element that has values, and no difference to the one before it. */
  private endElement(list: List): void {
    const { tokens } = this;
    const { from, previous } = list;
    if (this.lists.length > 1 && tokens.length === from + 1 && VALUE_WORD.test(tokens[from]?.text ?? ''))
      tokens[from] = { text: '?', hasGap: tokens[from]?.hasGap ?? false };
    const element = joinTokens(tokens, from);
    if (element === previous && element.includes('?') && tokens[from - 1]?.text === ',') tokens.length = from - 1;
    list.previous = element;
    list.from = tokens.length;
  }
}

/** The text of the tokens, with the same spaces at brackets and commas in each text. @internal */
export function joinTokens(tokens: readonly SqlToken[], from = 0): string {
  let text = '';
  let before = '';
  for (let at = from; at < tokens.length; at++) {
    const { text: token, hasGap } = tokens[at] as SqlToken;
    const isTight = before === '' || before === '(' || before === '[' || /^[,)\]]$/.test(token);
    if (before === ',' || (hasGap && !isTight)) text += ' ';
    text += token;
    before = token;
  }
  return text;
}
