/**
 * One record of RFC 4180 without its line end. A text that a spreadsheet would take for a formula is kept as text; a number is written as it is,
 * with its sign; null is an empty field.
 */
export function csvRecord(fields: readonly (string | number | null)[]): string {
  return fields.map((value) => (typeof value === 'number' ? String(value) : csvField(value ?? ''))).join(',');
}

/** Records with the line ends of RFC 4180, the last one too. */
export function csvText(records: readonly (readonly (string | number | null)[])[]): string {
  return `${records.map((fields) => csvRecord(fields)).join('\r\n')}\r\n`;
}

function csvField(value: string): string {
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
