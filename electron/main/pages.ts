import { randomUUID } from 'node:crypto';
import type { WebContents } from 'electron';
import { Emitter } from '../../shared/lib/emitter.ts';

/** Names each page a window ever showed: a page that was loaded anew is another page and holds nothing of the old one. */
export class Pages {
  #keys = new WeakMap<WebContents, string>();
  /** A page is gone with everything that was lent to it. */
  readonly gone = new Emitter<string>();

  /** Key of the page that a window shows now. */
  keyOf(contents: WebContents): string {
    const known = this.#keys.get(contents);
    if (known !== undefined) return known;
    contents.on('did-navigate', () => this.#forget(contents));
    contents.on('render-process-gone', () => this.#forget(contents));
    contents.once('destroyed', () => this.#forget(contents));
    return this.#renew(contents);
  }

  #forget(contents: WebContents): void {
    const old = this.#keys.get(contents);
    this.#renew(contents);
    if (old !== undefined) this.gone.emit(old);
  }

  #renew(contents: WebContents): string {
    const key = randomUUID();
    this.#keys.set(contents, key);
    return key;
  }
}
