/** What is wrong with one field: a locale key (errors:… or refusals:…) and the values its sentence needs. */
export type FieldError = { key: string; values?: Record<string, string | number> }

/** Field name to its error. The names '' and 'form' stand for the form as a whole: shown, but linked to no field. */
export type FormErrors = Record<string, FieldError>

/** What somebody typed and what was wrong with it: all a form needs to be shown again without losing anything. */
export type FormState = { values: Record<string, string | string[]>; errors: FormErrors }

/** A form nobody has filled in yet, with its first values if there are any. */
export function newForm(values: FormState['values'] = {}): FormState {
  return { values, errors: {} }
}

/** The one value of a field, '' when there is none. */
export function valueOf(form: FormState, name: string): string {
  const value = form.values[name]
  return (Array.isArray(value) ? value[0] : value) ?? ''
}

/** All values of a field with several boxes. */
export function valuesOf(form: FormState, name: string): string[] {
  const value = form.values[name]
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value]
}
