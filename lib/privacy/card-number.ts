/**
 * Whether digits, grouped by single spaces or hyphens or not, are a payment card's number: 13 to 19 of them with a
 * right check digit (Luhn). One in ten other numbers of that length passes, too.
 *
 * @internal
 */
export function isCardNumber(text: string): boolean {
  const digits = text.replace(/[ -]/g, '');
  if (!/^\d{13,19}$/.test(digits)) return false;
  let sum = 0;
  let double = false;
  for (let index = digits.length - 1; index >= 0; index -= 1) {
    const digit = Number(digits[index]);
    const weighted = double ? digit * 2 : digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
    double = !double;
  }
  return sum % 10 === 0;
}
