import { foldText } from '../../../../shared/dicom/person-name.ts';
import { asAppError } from '../../../../shared/errors/app-error.ts';
import type { AuditDetail } from '../../kernel/audit.ts';
import type { Clock, Log } from '../../kernel/ports.ts';
import { sha256Hex } from '../../kernel/sha256.ts';

export interface SearchesOptions {
  readonly clock: Pick<Clock, 'monotonic'>;
  /** Signs with the key of this station, the same text always alike. */
  readonly sign: (text: string) => { readonly keyId: string; readonly signature: string };
  readonly log: Log;
  readonly write: (detail: AuditDetail) => Promise<void>;
}

/** Words are searched for while they are typed: what stands for so long was meant. */
const MEANT_MS = 3000;
/** However much is searched for, there is a record after so long. */
const LONGEST_MS = 10_000;
/** The list asks again whenever something arrives; the same words are then no other search. */
const AGAIN_MS = 10 * 60_000;
const MOST_WORDS = 8;
/** Searches that one record tells word by word; of more their number. */
const MOST_SEARCHES = 8;
/** Hex digits of a word's digest. */
const DIGEST_LENGTH = 16;

/** What was searched for since the last record. */
interface Typed {
  readonly texts: readonly string[];
  readonly searches: number;
  /** Of the last search. */
  readonly found: number;
  readonly since: number;
}

interface SearchDetail extends AuditDetail {
  readonly searches: number;
  readonly words: number;
  readonly digests: string;
  readonly found: number;
  readonly key: string | null;
}

/**
 * Records what the list of studies was searched for. The words may be a patient's, and what is in the trail leaves the station:
 * so each stands there as a digest that only this station can make, by which it can tell later whether a name was searched.
 */
export class Searches {
  readonly #options: SearchesOptions;
  #typed: Typed | null = null;
  #timer: NodeJS.Timeout | null = null;
  #last: { readonly digests: string; readonly at: number } | null = null;

  constructor(options: SearchesOptions) {
    this.#options = options;
  }

  /**
   * A window searches as somebody types: of a word that grows or shrinks the longest is recorded. However fast a page asks, there is
   * one record in some seconds, which tells how many searches it stands for. Never throws.
   */
  typed(text: string, found: number): void {
    const now = this.#options.clock.monotonic();
    const { texts, searches, since } = this.#typed ?? { texts: [], searches: 0, since: now };
    const last = texts.at(-1) ?? '';
    if (!last.startsWith(text)) {
      const grows = last !== '' && text.startsWith(last);
      const kept = grows ? texts.slice(0, -1) : texts;
      this.#typed = {
        texts: [...kept, text].slice(-MOST_SEARCHES),
        searches: grows ? searches : searches + 1,
        ...{ found, since },
      };
    }
    if (this.#timer !== null && now - since >= LONGEST_MS - MEANT_MS) return;
    this.#stopWaiting();
    this.#timer = setTimeout(() => void this.settle(), MEANT_MS).unref();
  }

  /** What was typed last is what was meant: a study is opened, or the store is locked. Never throws: nobody waits for it. */
  async settle(): Promise<void> {
    this.#stopWaiting();
    const typed = this.#typed;
    this.#typed = null;
    if (typed === null || typed.texts.every((text) => wordsOf(text).length === 0)) return;
    try {
      const detail = this.#detail(typed);
      const now = this.#options.clock.monotonic();
      if (this.#last?.digests === detail.digests && now - this.#last.at < AGAIN_MS) return;
      this.#last = { digests: detail.digests, at: now };
      await this.#options.write(detail);
    } catch (error) {
      this.#options.log.warn('audit.search-unrecorded', { code: asAppError(error).code });
    }
  }

  /** A list that leaves by the command line, whatever it was searched for. */
  async listed(text: string, found: number): Promise<void> {
    await this.#options.write({ ...this.#detail({ texts: [text], searches: 1, found }), by: 'command line' });
  }

  #detail({ texts, searches, found }: Omit<Typed, 'since'>): SearchDetail {
    const words = texts.flatMap((text) => wordsOf(text));
    const signed = words.map((word) => this.#options.sign(`nightjar-search/1 ${word}`));
    const digests = signed.map(({ signature }) => sha256Hex(signature).slice(0, DIGEST_LENGTH)).join(' ');
    return { searches, words: words.length, digests, found, key: signed[0]?.keyId ?? null };
  }

  #stopWaiting(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

/** As the search itself takes words, folded, so that "Doe" and "DOE" are one. */
function wordsOf(text: string): readonly string[] {
  const words = text.split(/[\s^=,]+/).map((word) => foldText(word) || word.toLowerCase());
  return words.filter((word) => word !== '').slice(0, MOST_WORDS);
}
