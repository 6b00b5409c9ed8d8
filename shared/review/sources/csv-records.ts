/** One record: its cells as they were written, and the line at which it begins, from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
  /** It has more letters than a record may have: `cells` are not all. */
  readonly tooLong: boolean;
}

/** Letters of one record; beyond them it is read to its end and not kept. */
export const LONGEST_RECORD = 1_000_000;

/**
 * Takes CSV (RFC 4180) apart in pieces of any size: quoted cells with line ends and doubled quotes in them, ends of lines of every kind.
 * A quote within a cell that began without one is a letter. Empty lines are no records. A quote that is never closed makes one record of
 * the rest, up to the cap.
 */
export class CsvRecords {
  readonly #separator: string;
  #line = 1;
  #began = 1;
  #cells: string[] = [];
  #cell = '';
  #letters = 0;
  /** start: of a cell. closed: after a quote that may be the first of two. */
  #state: 'start' | 'plain' | 'quoted' | 'closed' = 'start';
  #wasReturn = false;

  constructor(separator: string) {
    this.#separator = separator;
  }

  push(text: string): CsvRecord[] {
    const records: CsvRecord[] = [];
    let at = 0;
    while (at < text.length) {
      const end = this.#plainEnd(text, at);
      if (end > at) {
        this.#keep(text.slice(at, end));
        if (this.#state === 'start' || this.#state === 'closed') this.#state = 'plain';
        this.#wasReturn = false;
        at = end;
        continue;
      }
      const record = this.#mark(text.charAt(at));
      if (record !== null) records.push(record);
      at += 1;
    }
    return records;
  }

  /** What stands after the last line end. */
  end(): CsvRecord[] {
    const record = this.#record();
    return record === null ? [] : [record];
  }

  /** Letters that mean nothing here are taken in one go. */
  #plainEnd(text: string, from: number): number {
    let at = from;
    for (; at < text.length; at += 1) {
      const char = text.charAt(at);
      if (char === '"' || char === '\n' || char === '\r') break;
      if (char === this.#separator && this.#state !== 'quoted') break;
    }
    return at;
  }

  #mark(char: string): CsvRecord | null {
    const follows = char === '\n' && this.#wasReturn;
    this.#wasReturn = char === '\r';
    if (char === '"') {
      this.#quote();
      return null;
    }
    if (char === this.#separator) {
      this.#endCell();
      return null;
    }
    if (!follows) this.#line += 1;
    if (this.#state === 'quoted') {
      this.#keep(char);
      return null;
    }
    if (!follows) return this.#record();
    this.#began = this.#line;
    return null;
  }

  #quote(): void {
    switch (this.#state) {
      case 'start':
        this.#state = 'quoted';
        return;
      case 'quoted':
        this.#state = 'closed';
        return;
      case 'closed':
        this.#keep('"');
        this.#state = 'quoted';
        return;
      case 'plain':
        this.#keep('"');
    }
  }

  #keep(text: string): void {
    this.#letters += text.length;
    if (this.#letters <= LONGEST_RECORD) this.#cell += text;
  }

  #endCell(): void {
    this.#letters += 1;
    if (this.#letters <= LONGEST_RECORD) this.#cells.push(this.#cell);
    this.#cell = '';
    this.#state = 'start';
  }

  /** Null: an empty line. */
  #record(): CsvRecord | null {
    const isEmpty = this.#cells.length === 0 && this.#cell === '' && this.#state === 'start';
    this.#endCell();
    const record = { line: this.#began, cells: this.#cells, tooLong: this.#letters > LONGEST_RECORD };
    this.#cells = [];
    this.#letters = 0;
    this.#began = this.#line;
    return isEmpty ? null : record;
  }
}
