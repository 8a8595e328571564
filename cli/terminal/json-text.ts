/** Characters that JSON leaves unchanged, and that a terminal obeys: C1 controls, and marks of the writing direction. */
const OBEYED = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** A value as indented JSON, in which every character that a terminal would obey is escaped. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(
    OBEYED,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
