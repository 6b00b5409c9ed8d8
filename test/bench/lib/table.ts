import type { BenchResult, BenchRow } from '../contract.ts';

const HEAD = ['task', 'what', 'ours', 'peer', 'unit', 'ratio', 'target', ''];
const RIGHT = new Set([2, 3, 5]);

/** The results as lines of aligned columns, notes under them. */
export function tableOf(results: readonly BenchResult[]): string {
  const cells = [HEAD, ...results.flatMap(({ task, rows }) => rows.map((row) => cellsOf(task, row)))];
  const widths = HEAD.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  const lines = cells.map((line) =>
    line
      .map((cell, column) =>
        RIGHT.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  const notes = results.flatMap(({ task, notes: all }) => all.map((note) => `${task}: ${note}`));
  return [...lines, ...(notes.length > 0 ? ['', ...notes] : [])].join('\n');
}

function cellsOf(task: string, row: BenchRow): string[] {
  const bound = `${row.better === 'lower' ? '≤' : '≥'} ${short(row.target)}`;
  return [
    task,
    row.name,
    short(row.ours),
    short(row.peer),
    row.unit,
    short(row.ratio),
    bound,
    row.ok ? 'met' : 'MISSED',
  ];
}

/** Three significant digits, or a dash for what was not measured. */
function short(value: number | null): string {
  if (value === null) return '–';
  return Math.abs(value) >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
