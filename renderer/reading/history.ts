/** One thing the reader did that can be taken back. */
export interface Step {
  readonly undo: () => void;
  readonly redo: () => void;
}

const MOST = 200;

/** Undo and redo of drawings and views, in the order they were done. */
export class History {
  #done: Step[] = [];
  #undone: Step[] = [];
  readonly #changed: (canUndo: boolean, canRedo: boolean) => void;

  constructor(changed: (canUndo: boolean, canRedo: boolean) => void) {
    this.#changed = changed;
  }

  push(step: Step): void {
    this.#done = [...this.#done.slice(-MOST + 1), step];
    this.#undone = [];
    this.#tell();
  }

  undo(): boolean {
    const step = this.#done.pop();
    if (!step) return false;
    step.undo();
    this.#undone.push(step);
    this.#tell();
    return true;
  }

  redo(): boolean {
    const step = this.#undone.pop();
    if (!step) return false;
    step.redo();
    this.#done.push(step);
    this.#tell();
    return true;
  }

  clear(): void {
    this.#done = [];
    this.#undone = [];
    this.#tell();
  }

  #tell(): void {
    this.#changed(this.#done.length > 0, this.#undone.length > 0);
  }
}
