// Branches that never run: in a function before the application's start, and in one after it has closed.
export function before(x) {
  if (x > 1) return 'never';
  return 'ran';
}

export function after(x) {
  if (x > 1) return 'never';
  return 'ran';
}
