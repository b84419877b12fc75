/** What a failed request says: a sentence as a whole, and one for each field. */
interface Failure {
  message?: string;
  response?: { message?: string; data?: Record<string, { message?: string } | undefined> };
}

/** The message of an error, to end a sentence that says what failed. */
export const messageOf = (e: unknown) => (e as Failure | null)?.message || String(e);

/** What is wrong with a field, or as a whole. */
export const fieldMessage = (e: unknown, field: string) =>
  (e as Failure | null)?.response?.data?.[field]?.message || messageOf(e);

/** The first sentence beside a field, or what went wrong as a whole. */
export const firstMessage = (e: unknown) => {
  const { response } = (e as Failure | null) ?? {};
  const besideFields = Object.values(response?.data ?? {}).map((field) => field?.message);
  return besideFields.find(Boolean) || response?.message || messageOf(e);
};
