/** The text of a number in a field; empty where there is none. */
export const numberText = (value: number | undefined): string => (value === undefined ? "" : String(value));

/** A number as it was typed: undefined where nothing was, NaN where it is none. */
export function typedNumber(text: string): number | undefined {
  const plain = text.trim().replace(",", ".");
  return plain === "" ? undefined : Number(plain);
}

/** What is wrong with a form, by the name of the field. */
export type Faults = Readonly<Record<string, string>>;

/** The fault of a number in a field. */
export function numberFault(text: string): string | undefined {
  const value = typedNumber(text);
  return value === undefined || Number.isFinite(value) ? undefined : "Give a number, or nothing.";
}

/** The numbers of fields by their names; those where nothing was typed are left out. */
export function numbersOf<Name extends string>(
  fields: Readonly<Record<Name, string>>,
): { [K in Name]?: number } {
  const entries = Object.entries<string>(fields).map(([name, text]) => [name, typedNumber(text)]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as { [K in Name]?: number };
}
