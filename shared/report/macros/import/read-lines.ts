import type { RawMacro } from './raw-macro.ts';

/** Macros of a table with a line of headings (RFC 4180; comma, semicolon or tab); null where there is no such line. */
export function rawOfTable(text: string): readonly RawMacro[] | null {
  const first = text.slice(0, text.search(/[\r\n]|$/u));
  const by = ['\t', ';', ','].find((one) => first.split(one).length > 1);
  if (by === undefined || !/\b(?:text|content|body|value|expansion)\b/iu.test(first.replace(/[_-]/gu, ' ')))
    return null;
  const [head, ...rows] = rowsOf(text, by);
  if (head === undefined) return null;
  return rows
    .filter(({ cells }) => cells.some((one) => one.trim() !== ''))
    .map(({ line, cells }) => ({
      at: `line ${line}`,
      values: cells.map((value, place) => ({ name: head.cells[place]?.trim() || `column ${place + 1}`, value })),
    }));
}

interface Row {
  readonly line: number;
  readonly cells: string[];
}

function rowsOf(text: string, by: string): Row[] {
  const rows: Row[] = [];
  let [row, cell, quoted, line]: [Row, string, boolean, number] = [{ line: 1, cells: [] }, '', false, 1];
  const endCell = (): void => {
    row.cells.push(cell);
    cell = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (letter === '\n') line += 1;
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (text.charAt(at + 1) === '"') cell += text.charAt((at += 1));
      else quoted = false;
    } else if (letter === '"' && cell === '') quoted = true;
    else if (letter === by) endCell();
    else if (letter === '\n') {
      endCell();
      rows.push(row);
      row = { line, cells: [] };
    } else if (letter !== '\r') cell += letter;
  }
  endCell();
  if (row.cells.length > 1 || row.cells[0] !== '') rows.push(row);
  return rows;
}

/**
 * Macros of plain text: headings "== Name ==" or "# Name" with the text beneath them, a shorthand in brackets behind the name; or else a
 * line each, shorthand, then tab, "::" or " = ", then text. Null for text of neither form.
 */
export function rawOfText(text: string): readonly RawMacro[] | null {
  const lines = text.split(/\r\n|\r|\n/u);
  return headed(lines) ?? lined(lines);
}

function headed(lines: readonly string[]): readonly RawMacro[] | null {
  const found: { at: string; name: string; shorthand: string; text: string[] }[] = [];
  for (const [place, line] of lines.entries()) {
    const head = /^(?:==+\s*(.+?)\s*==+|#+\s+(.+?))\s*$/u.exec(line);
    if (head === null) {
      found.at(-1)?.text.push(line);
      continue;
    }
    const named = /^(.*?)\s*(?:\((\S+)\))?$/u.exec(head[1] ?? head[2] ?? '');
    found.push({ at: `line ${place + 1}`, name: named?.[1] ?? '', shorthand: named?.[2] ?? '', text: [] });
  }
  if (found.length === 0) return null;
  return found.map(({ at, name, shorthand, text }) => rawOf(at, name, shorthand, text.join('\n')));
}

function lined(lines: readonly string[]): readonly RawMacro[] | null {
  const found = lines.flatMap((line, place): RawMacro[] => {
    const parts = /^(?:::)?(\S+)(?:\t+|::|\s+=\s+)(.+)$/u.exec(line);
    return parts === null ? [] : [rawOf(`line ${place + 1}`, parts[1] ?? '', parts[1] ?? '', parts[2] ?? '')];
  });
  return found.length === 0 ? null : found;
}

function rawOf(at: string, name: string, shorthand: string, text: string): RawMacro {
  const values = [
    { name: 'name', value: name },
    { name: 'shorthand', value: shorthand },
    { name: 'text', value: text },
  ];
  return { at, values };
}
