import { MAX_CHARACTERS } from '../../hl7/parse.ts';

/** One message of a file, one byte to a letter, and the line at which it begins, from 1. */
export interface SplitMessage {
  readonly line: number;
  /** Null: longer than a message may be. */
  readonly bytes: string | null;
}

/** Envelopes of batches: they say nothing of a report. */
const ENVELOPE = /^(?:FHS|BHS|BTS|FTS)[^A-Za-z0-9]/;

/**
 * Messages of a file in pieces of any size: one after the other, in batches, or framed as on the line (MLLP). A message begins where a
 * line begins with MSH; what stands before the first one is one too, and unreadable.
 */
export class OruMessages {
  #rest = '';
  #line = 0;
  #began = 0;
  #lines: string[] | null = null;
  #letters = 0;

  push(bytes: string): SplitMessage[] {
    const lines = (this.#rest + bytes).split(/\r\n|\r|\n/);
    this.#rest = lines.pop() ?? '';
    // A return at the very end may be the first half of a line end.
    if (bytes.endsWith('\r') && this.#rest === '') {
      this.#rest = `${lines.pop() ?? ''}\r`;
    }
    return this.#take(lines);
  }

  end(): SplitMessage[] {
    const last = this.#rest.split(/\r\n|\r|\n/);
    this.#rest = '';
    return [...this.#take(last), ...this.#flush()];
  }

  #take(lines: readonly string[]): SplitMessage[] {
    const found: SplitMessage[] = [];
    for (const raw of lines) {
      this.#line += 1;
      // eslint-disable-next-line no-control-regex -- the marks of MLLP
      const line = raw.replaceAll(/[\x0b\x1c]/g, '').replace(/^\xef\xbb\xbf/, '');
      if (line.trim() === '') continue;
      const isEnvelope = ENVELOPE.test(line);
      if (isEnvelope || line.startsWith('MSH')) found.push(...this.#flush());
      if (isEnvelope) continue;
      if (this.#lines === null) {
        this.#began = this.#line;
        this.#lines = [];
      }
      this.#letters += line.length + 1;
      if (this.#letters <= MAX_CHARACTERS) this.#lines.push(line);
    }
    return found;
  }

  #flush(): SplitMessage[] {
    if (this.#lines === null) return [];
    const bytes = this.#letters > MAX_CHARACTERS ? null : this.#lines.join('\r');
    this.#lines = null;
    this.#letters = 0;
    return [{ line: this.#began, bytes }];
  }
}
