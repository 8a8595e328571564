/** Replaces a report that the page cannot show. */
export function Notice({ error }: { error: unknown }) {
  return (
    <main>
      <p class="notice" role="alert">
        This report cannot be shown. {error instanceof Error ? error.message : String(error)}
      </p>
    </main>
  );
}
