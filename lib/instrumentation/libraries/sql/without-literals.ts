/** A longer text is read only in part: its literals are not replaced. */
const MAX_TEXT = 10_000;

/** Texts in quotes, quoted names and numbers. Names with digits are none: `item2`. */
const LITERAL = /'[^']*'|"[^"]*"|`[^`]*`|\b\d(?:[eE][+-](?=\d)|[\w.])*/g;

/** Ends the text, or does not, by a setting of the server. */
const ESCAPED_QUOTE = /\\['"]/;

/** Comments, and names in square brackets. A quote in one of them begins no text. */
const OTHER_QUOTES = /--|\/\*|[#[]/;

/**
 * The text with `?` for its literals, so that statements with different values become one text: for libraries whose texts
 * contain the values. It spares the reading of each text: 1 to 3 µs for it, and 7 to 70 µs for reading.
 *
 * It does not decide about what may be shown. Where a quote may have another meaning, the text stays unchanged.
 *
 * @param keepsDoubleQuoted they are names, as in SQLite
 * @internal
 */
export function withoutLiterals(sql: string, keepsDoubleQuoted = false): string {
  if (sql.length > MAX_TEXT || ESCAPED_QUOTE.test(sql)) return sql;
  const text = sql.replace(LITERAL, literal => {
    const first = literal.charCodeAt(0);
    const isName = first === 0x60 || (keepsDoubleQuoted && first === 0x22);
    return isName ? literal : '?';
  });
  return OTHER_QUOTES.test(text) ? sql : text;
}
