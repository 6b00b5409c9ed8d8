import { createContext } from 'react';
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { asAppError } from '../../shared/errors/app-error.ts';
import { Speller } from '../../shared/spelling/speller.ts';
import { wordList } from '../../shared/spelling/word-list.ts';
import type { StationLink } from '../app/station-link.ts';
import type { SpellingNow } from './spelling.ts';

/** The spelling of one report pane: words are fetched once it is written in, and the reader's own with them. */
export class ReportSpelling {
  readonly view: StoreApi<SpellingNow> = createStore<SpellingNow>()(() => ({ speller: null, turn: 0 }));
  readonly #link: Pick<StationLink, 'call'>;
  #begun = false;

  constructor(link: Pick<StationLink, 'call'>) {
    this.#link = link;
  }

  /** What fails leaves the text unmarked: no report waits for its spelling. */
  begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    void this.#load().catch((error: unknown) => console.warn('no spelling', asAppError(error).code));
  }

  /** The reader calls a word right, for good. */
  async keep(word: string): Promise<void> {
    const { words } = await this.#link.call('speech.addWord', { word });
    const { speller, turn } = this.view.getState();
    speller?.setOwn(words);
    this.view.setState({ turn: turn + 1 });
  }

  async #load(): Promise<void> {
    const [english, radiology, own] = await Promise.all([
      import('../../resources/spelling/english.txt?raw'),
      import('../../resources/spelling/radiology.txt?raw'),
      this.#link.call('speech.words', {}),
    ]);
    const speller = new Speller([wordList(radiology.default), wordList(english.default)]);
    speller.setOwn(own.words);
    this.view.setState({ speller, turn: 1 });
  }
}

/** Null: nobody checks the spelling here. */
export const SpellingContext = createContext<ReportSpelling | null>(null);
