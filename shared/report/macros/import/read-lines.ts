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
    const head = headingOf(line);
    if (head === null) {
      found.at(-1)?.text.push(line);
      continue;
    }
    found.push({ at: `line ${place + 1}`, ...head, text: [] });
  }
  if (found.length === 0) return null;
  return found.map(({ at, name, shorthand, text }) => rawOf(at, name, shorthand, text.join('\n')));
}

/** "== Name (short) ==" or "# Name (short)". By hand, as `entryOf`: an expression would go back and forth in a long line of blanks. */
function headingOf(line: string): { readonly name: string; readonly shorthand: string } | null {
  const trimmed = line.trimEnd();
  const mark = trimmed.startsWith('==') ? '=' : '#';
  let [from, to] = [0, trimmed.length];
  while (trimmed.charAt(from) === mark) from += 1;
  while (mark === '=' && to > from && trimmed.charAt(to - 1) === mark) to -= 1;
  const isClosed = mark === '=' ? trimmed.length - to >= 2 : from > 0 && /\s/u.test(trimmed.charAt(from));
  const words = trimmed.slice(from, to).trim();
  if (!isClosed || words === '') return null;
  const last = words.length - 1;
  let start = last;
  while (start > 0 && !/\s/u.test(words.charAt(start - 1))) start -= 1;
  const bracket = words.indexOf('(', start);
  if (words.charAt(last) !== ')' || bracket < 0 || last - bracket < 2) return { name: words, shorthand: '' };
  return { name: words.slice(0, bracket).trimEnd(), shorthand: words.slice(bracket + 1, last) };
}

function lined(lines: readonly string[]): readonly RawMacro[] | null {
  const found = lines.flatMap((line, place): RawMacro[] => {
    const entry = entryOf(line.startsWith('::') ? line.slice(2) : line);
    return entry === null ? [] : [rawOf(`line ${place + 1}`, entry.shorthand, entry.shorthand, entry.text)];
  });
  return found.length === 0 ? null : found;
}

/** Shorthand, then tab, " = " or "::", then text; the shorthand is as long as it can be. */
function entryOf(line: string): { readonly shorthand: string; readonly text: string } | null {
  const blank = line.search(/\s/u);
  const end = blank < 0 ? line.length : blank;
  if (end === 0) return null;
  const rest = line.slice(end);
  const behind = rest.startsWith('\t') ? withoutTabs(rest) : behindEquals(rest);
  if (behind !== '') return { shorthand: line.slice(0, end), text: behind };
  const at = line.lastIndexOf('::', Math.min(end - 2, line.length - 3));
  return at < 1 ? null : { shorthand: line.slice(0, at), text: line.slice(at + 2) };
}

function withoutTabs(text: string): string {
  let from = 0;
  while (text.charAt(from) === '\t') from += 1;
  return text.slice(from);
}

/** Empty where no " = " stands there. */
function behindEquals(text: string): string {
  const [sign = '', blank = ''] = text.trimStart();
  return text !== '' && sign === '=' && /\s/u.test(blank) ? text.trimStart().slice(1).trimStart() : '';
}

function rawOf(at: string, name: string, shorthand: string, text: string): RawMacro {
  const values = [
    { name: 'name', value: name },
    { name: 'shorthand', value: shorthand },
    { name: 'text', value: text },
  ];
  return { at, values };
}
