import { Emitter } from '../../shared/lib/emitter.ts';
import type { Disposer } from '../../shared/lib/disposable.ts';

/** Whether pictures that nobody looks at yet may be loaded. Held while something that is looked at is still on its way elsewhere. */
export class AheadGate {
  readonly #opened = new Emitter<void>();
  #timer: ReturnType<typeof setTimeout> | null = null;

  get held(): boolean {
    return this.#timer !== null;
  }

  /** @param patienceMs after which it opens by itself */
  hold(patienceMs: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.open(), patienceMs);
  }

  open(): void {
    if (this.#timer === null) return;
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#opened.emit();
  }

  onOpen(listener: () => void): Disposer {
    return this.#opened.on(listener);
  }
}
