/** With one of these in front a spreadsheet takes a text for a formula (OWASP ASVS 5.0, 1.2.10). */
const STARTS_FORMULA = /^[=+\-@\t\r\0]/;

/** A text as a cell of CSV that no spreadsheet runs: a quote in front where it would. */
export const safeCell = (text: string): string => (STARTS_FORMULA.test(text) ? `'${text}` : text);
