import type { Drive } from '../probe/drive.js';

const DOCUMENTS: Record<string, string> = {
  nested: '{ posts { id title author { id name } } }',
  aliases: 'query Two { a: post(id: 1) { title } b: post(id: 2) { title author { name } } }',
  mutation: 'mutation { rename(id: 1, title: "new") { id title } }',
  error: '{ broken }',
  'error in a field': '{ posts { id broken } }',
  refused: '{ refused }',
  syntax: '{ posts { ',
  unknown: '{ nothing }',
  introspection: '{ __schema { queryType { name } types { name } } }',
  'the store': '{ store }',
};

/** The operations that each of the GraphQL applications answers. */
export async function driveGraphql(drive: Drive): Promise<void> {
  for (const [name, query] of Object.entries(DOCUMENTS)) await drive.post(name, '/graphql', { query });
  await drive.post('batch', '/graphql', [{ query: '{ store }' }, { query: '{ post(id: 2) { title } }' }]);
  await drive.post('variables', '/graphql', {
    query: 'query One($id: Int!) { post(id: $id) { title } }',
    variables: { id: 2 },
    operationName: 'One',
  });
  await drive.crowd(index =>
    drive.post(`at once ${index}`, '/graphql', { query: '{ store posts { author { name } } }' }),
  );
}
