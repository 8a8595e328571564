const ENCODED = /(?:%[\da-f]{2})+/gi;

/**
 * The header for the user part of a URL: a user, a password, or both. Characters with an invalid encoding stay unchanged.
 *
 * @internal
 */
export function basicAuth({ username, password }: URL): { readonly authorization?: string } {
  if (username === '' && password === '') return {};
  const credentials = Buffer.from(`${decoded(username)}:${decoded(password)}`).toString('base64');
  return { authorization: `Basic ${credentials}` };
}

function decoded(text: string): string {
  return text.replace(ENCODED, run => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}
