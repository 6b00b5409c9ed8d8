import type { Code, KeptMarkup } from '../../model/report.ts';
import { markupText } from './markup.ts';
import type { Markup } from './markup.ts';

/** Gathers what a form carries beyond what the program knows. */
export class KeptList {
  readonly #names = new Set<string>();
  readonly #kept = {
    metadata: [] as { name: string; content: string }[],
    attributes: [] as { at: string; name: string; value: string }[],
    elements: [] as { at: string; html: string }[],
    codes: [] as { id: string; code: Code }[],
  };

  metadata(name: string, content: string): void {
    this.#kept.metadata.push({ name, content });
  }

  /** All attributes but those named; the first of a place and name stays. */
  attributes(at: string, { attributes }: Pick<Markup, 'attributes'>, known: readonly string[]): void {
    for (const [name, value] of attributes) {
      if (known.includes(name)) continue;
      const key = `${at} ${name}`;
      if (this.#names.has(key)) continue;
      this.#names.add(key);
      this.#kept.attributes.push({ at, name, value });
    }
  }

  element(at: string, node: Markup | string): void {
    const html = markupText(typeof node === 'string' ? node.trim() : node);
    const last = this.#kept.elements.at(-1);
    // Text behind text would be read as one the next time.
    if (last?.at === at && !html.startsWith('<') && !last.html.endsWith('>')) last.html += ` ${html}`;
    else this.#kept.elements.push({ at, html });
  }

  code(id: string, code: Code): void {
    this.#kept.codes.push({ id, code });
  }

  has(at: string): boolean {
    return this.#kept.attributes.some((one) => one.at === at);
  }

  /** Undefined where nothing was kept. Attributes in one order: theirs means nothing. */
  list(): KeptMarkup | undefined {
    if (Object.values(this.#kept).every((list) => list.length === 0)) return undefined;
    const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
    const attributes = this.#kept.attributes.toSorted((a, b) => order(a.at, b.at) || order(a.name, b.name));
    return { ...this.#kept, attributes };
  }
}
