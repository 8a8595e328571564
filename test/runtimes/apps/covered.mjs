// Branches that never run, in a function that runs before the application starts, and one that runs after it closed.
export function before(x) {
  if (x > 1) return 'never';
  return 'ran';
}

export function after(x) {
  if (x > 1) return 'never';
  return 'ran';
}
