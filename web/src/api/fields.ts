import { ApiError } from "./client";

/** What is wrong with fields that were sent, by their names as the API has them: `parameters.pattern`. */
export type FieldErrors = Readonly<Record<string, string>>;

interface Details {
  fields?: { field: string; message: string }[];
}

/** What the server said of each field; nothing of an error that is about none. */
export function toFieldErrors(error: unknown): FieldErrors {
  if (!(error instanceof ApiError)) return {};
  const fields = (error.details as Details | null | undefined)?.fields ?? [];
  return Object.fromEntries(fields.map(({ field, message }) => [field, message]));
}

/** What is wrong with a field, or with a part of it. */
export function errorAt(errors: FieldErrors, field: string): string | undefined {
  if (errors[field] !== undefined) return errors[field];
  const [part, message] = Object.entries(errors).find(([name]) => name.startsWith(`${field}.`)) ?? [];
  return part && `${part.slice(field.length + 1)}: ${message}`;
}

/** Whether all that is wrong is with fields that a form shows, so that it need not be said again beside them. */
export function isAtFields(errors: FieldErrors, shown: readonly string[]): boolean {
  const wrong = Object.keys(errors);
  return wrong.length > 0 && wrong.every((field) => shown.some((name) => field === name || field.startsWith(`${name}.`)));
}
