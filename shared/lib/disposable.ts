/** Undoes a subscription, closes what was opened. Calling it twice is harmless. */
export type Disposer = () => void;

/** Collects disposers and runs them in reverse order. */
export class DisposerBag {
  #disposers: Disposer[] = [];

  add(disposer: Disposer): void {
    this.#disposers.push(disposer);
  }

  dispose(): void {
    const pending = this.#disposers.reverse();
    this.#disposers = [];
    for (const dispose of pending) dispose();
  }
}
