/** @internal */
export interface EncodedForm {
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/**
 * A form with its fields in the given order, as bytes for repeated requests. All classes come from one copy of undici: it
 * does not accept those of another copy.
 *
 * @internal
 */
export async function encodeForm(
  fields: Readonly<Record<string, string>>,
  file: { name: string; bytes: Uint8Array; type: string; field: string },
): Promise<EncodedForm> {
  const { FormData, Response } = await import('undici');
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append(file.field, new Blob([new Uint8Array(file.bytes)], { type: file.type }), file.name);
  const response = new Response(form);
  return {
    contentType: response.headers.get('content-type') ?? '',
    bytes: new Uint8Array(await response.arrayBuffer()),
  };
}
