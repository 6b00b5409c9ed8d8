import type { ToDimse } from './dimse-messages.ts';

/** Bytes that are given back at once rather than a little later: a quarter of what an association may have on its way. */
const MUCH = 2 * 1024 * 1024;
const LATER_MS = 4;

/**
 * Tells the process what became of the objects that it brought, several at a time. Answers go with the end of this turn of the event loop:
 * a peer waits for them.
 */
export class Taken {
  readonly #post: (message: ToDimse) => void;
  readonly #credits = new Map<number, number>();
  #bytes = 0;
  #answers: { readonly object: number; readonly status: number }[] = [];
  #later: NodeJS.Timeout | null = null;
  #soon: NodeJS.Immediate | null = null;

  constructor(post: (message: ToDimse) => void) {
    this.#post = post;
  }

  credit(object: number, bytes: number): void {
    this.#credits.set(object, (this.#credits.get(object) ?? 0) + bytes);
    this.#bytes += bytes;
    if (this.#bytes >= MUCH) this.#tell();
    else this.#later ??= setTimeout(() => this.#tell(), LATER_MS);
  }

  answer(object: number, status: number): void {
    this.#answers.push({ object, status });
    this.#soon ??= setImmediate(() => this.#tell());
  }

  #tell(): void {
    if (this.#later !== null) clearTimeout(this.#later);
    if (this.#soon !== null) clearImmediate(this.#soon);
    this.#later = null;
    this.#soon = null;
    const credits = [...this.#credits].map(([object, bytes]) => ({ object, bytes }));
    const answers = this.#answers;
    this.#credits.clear();
    this.#bytes = 0;
    this.#answers = [];
    this.#post({ t: 'taken', credits, answers });
  }
}
