import { ZoneClock } from '../../hl7/zone-clock.ts';
import { AppError } from '../../errors/app-error.ts';
import { CsvRecords } from './csv-records.ts';
import type { CsvRecord } from './csv-records.ts';
import { broughtReport } from './said-report.ts';
import type { ReadReport, SaidReport } from './said-report.ts';

/** Columns of a list of reports, in any order; the README of this folder says what each holds. */
export const CSV_COLUMNS = [
  ...(['report_id', 'signed_at', 'author', 'modality', 'region', 'procedure', 'shift', 'flags', 'accession'] as const),
  ...(['study_uid', 'patient_name', 'patient_id', 'referrer', 'status', 'text', 'findings', 'impression'] as const),
];
type CsvColumn = (typeof CSV_COLUMNS)[number];

const NEEDED: readonly CsvColumn[] = ['report_id', 'signed_at', 'author', 'modality'];
const TEXTS = [
  ['text', 'Report'],
  ['findings', 'Findings'],
  ['impression', 'Impression'],
] as const;
const STANDING: Readonly<Record<string, SaidReport['standing']>> = {
  ...{ '': 'final', final: 'final', corrected: 'corrected', amended: 'corrected', withdrawn: 'withdrawn' },
  ...{ addendum: 'adds', preliminary: 'preliminary' },
};
const SEPARATORS = [',', ';', '\t'] as const;
/** Letters in which the first line must end. */
const LONGEST_HEAD = 65_536;

export interface CsvTerms {
  readonly site: string;
  /** IANA name in which times without an offset were written; null: they are refused. */
  readonly zone: string | null;
  /** Bytes, one to a letter, as UTF-8 text; null: they are none. A port: shared code has no TextDecoder. */
  readonly decode: (bytes: string) => string | null;
}

/**
 * Reports of a list in pieces of any size, one byte to a letter: commas, quotes and line ends are the same in UTF-8, and a cell that is
 * none spoils its own row alone.
 */
export class CsvReports {
  readonly #terms: CsvTerms;
  readonly #judging: Parameters<typeof broughtReport>[1];
  #head = '';
  #records: CsvRecords | null = null;
  #columns: readonly CsvColumn[] | null = null;

  constructor(terms: CsvTerms) {
    this.#terms = terms;
    const { site, zone } = terms;
    this.#judging = { site, clock: zone === null ? null : new ZoneClock(zone) };
  }

  /** @throws AppError review/bad-source-file, where the first line does not name the columns */
  push(bytes: string): ReadReport[] {
    if (this.#records !== null) return this.#read(this.#records.push(bytes));
    this.#head += bytes;
    const hasHead = /[\r\n]/.test(this.#head);
    if (!hasHead && this.#head.length <= LONGEST_HEAD) return [];
    return this.#begin();
  }

  /** @throws AppError review/bad-source-file */
  end(): ReadReport[] {
    const before = this.#records === null ? this.#begin() : [];
    const after = this.#read(this.#records?.end() ?? []);
    if (this.#columns === null) throw badFile({ reason: 'empty' });
    return [...before, ...after];
  }

  #begin(): ReadReport[] {
    const text = this.#head.replace(/^\xef\xbb\xbf/, '');
    const [first = ''] = text.split(/[\r\n]/, 1);
    if (first.includes('\0')) throw badFile({ reason: 'no-text' });
    if (first.length > LONGEST_HEAD) throw badFile({ reason: 'no-columns' });
    this.#head = '';
    this.#records = new CsvRecords(separatorOf(first));
    return this.#read(this.#records.push(text));
  }

  #read(records: readonly CsvRecord[]): ReadReport[] {
    return records.flatMap((record) => {
      if (this.#columns !== null) return [this.#report(record, this.#columns)];
      this.#columns = columnsOf(record.cells);
      return [];
    });
  }

  #report({ line, cells, tooLong }: CsvRecord, columns: readonly CsvColumn[]): ReadReport {
    if (tooLong) return { line, refused: 'too-long' };
    if (cells.length !== columns.length) return { line, refused: 'cells' };
    const values = new Map<CsvColumn, string>();
    for (const [at, column] of columns.entries()) {
      const value = this.#decoded(cells[at] ?? '');
      if (value === null) return { line, refused: 'not-text' };
      values.set(column, value);
    }
    const judged = broughtReport(saidOf(values), this.#judging);
    return typeof judged === 'string' ? { line, refused: judged } : { line, report: judged };
  }

  #decoded(cell: string): string | null {
    // eslint-disable-next-line no-control-regex -- plain ASCII needs no decoding
    return /^[\x01-\x7f]*$/.test(cell) ? cell : cell.includes('\0') ? null : this.#terms.decode(cell);
  }
}

function saidOf(values: ReadonlyMap<CsvColumn, string>): SaidReport {
  const of = (column: CsvColumn): string => values.get(column) ?? '';
  /** A spreadsheet writes ="00123" where zeros at the front must stay. */
  const plain = (column: CsvColumn): string => /^\s*="([^"]*)"\s*$/.exec(of(column))?.[1] ?? of(column);
  return {
    ...{ key: plain('report_id'), author: plain('author'), signedAt: plain('signed_at'), modality: plain('modality') },
    ...{ region: plain('region'), procedure: of('procedure'), shift: plain('shift') },
    flags: of('flags')
      .split(/[\s,;|]+/)
      .filter(Boolean),
    ...{ accession: plain('accession'), studyUid: plain('study_uid') },
    names: [of('patient_name'), plain('patient_id'), of('referrer')],
    sections: TEXTS.map(([column, title]) => ({ title, text: of(column) })),
    // What nobody knows is not called final.
    standing: STANDING[of('status').trim().toLowerCase()] ?? 'preliminary',
  };
}

function separatorOf(first: string): string {
  const bare = first.replaceAll(/"[^"]*"/g, '');
  const counts = SEPARATORS.map((separator) => bare.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ',';
}

function columnsOf(cells: readonly string[]): readonly CsvColumn[] {
  const names = cells.map((cell) =>
    cell
      .trim()
      .toLowerCase()
      .replaceAll(/[\s-]+/g, '_'),
  );
  const columns = names.flatMap((name) => CSV_COLUMNS.find((known) => known === name) ?? []);
  const missing: string[] = NEEDED.filter((column) => !columns.includes(column));
  if (!TEXTS.some(([column]) => columns.includes(column))) missing.push('text');
  // A column that is not known may be one that is misspelt: nothing is left aside in silence.
  const unknown = names.filter((name) => !CSV_COLUMNS.some((known) => known === name)).length;
  const twice = columns.filter((column, at) => columns.indexOf(column) !== at);
  if (missing.length + unknown + twice.length > 0) throw badFile({ reason: 'columns', missing, unknown, twice });
  return columns;
}

function badFile(context: Readonly<Record<string, string | number | readonly string[]>>): AppError {
  return new AppError('review/bad-source-file', 'the file is no list of reports', { context });
}
