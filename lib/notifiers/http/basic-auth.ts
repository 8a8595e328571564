const ENCODED = /(?:%[\da-f]{2})+/gi;

/**
 * The header of a URL's user part, which may be a user, a password, or both. What is not encoded as it should be is
 * taken as it is written.
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
