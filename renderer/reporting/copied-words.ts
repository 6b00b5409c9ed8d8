/** What was copied out of a report last: its plain text, and what it is. Words pasted as plain text keep their origin by it. */
export class CopiedWords {
  #last: { readonly text: string; readonly slice: unknown } | null = null;

  /** @param slice as JSON: each section has a schema of its own */
  keep(text: string, slice: unknown): void {
    this.#last = { text: words(text), slice };
  }

  /** JSON of the slice; null where other words were copied last. */
  find(text: string): unknown {
    return this.#last !== null && this.#last.text === words(text) ? this.#last.slice : null;
  }
}

/** Line ends and blanks do not tell one text from another. */
function words(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
