import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { afterTyped, isProgram, NO_BURST } from '../../../shared/dictation/typed-burst.ts';
import type { TypedBurst } from '../../../shared/dictation/typed-burst.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';
import { DisposerBag } from '../../../shared/lib/disposable.ts';
import { markKeysHeld } from '../../ui/index.ts';
import { isTextField, scopeOf } from './focus-scope.ts';

/** Why the keys stay in the report: the reader said so, or a program that dictates types there. Null: they go where the hand presses. */
export type HeldBy = 'reader' | 'program' | null;

/** What takes words, or is a question of its own, gets the keys all the same. */
const TAKES_KEYS = 'input, textarea, select, [contenteditable="true"], dialog, [data-scope="report"]';

/**
 * Keeps the keys in the report while the mouse works on the images: what a dictation program types between two presses is text, and
 * would else be commands of the viewport. Begins by itself with the first word that arrives faster than hands type.
 */
export class KeyHold {
  readonly view: StoreApi<{ readonly by: HeldBy }> = createStore<{ by: HeldBy }>()(() => ({ by: null }));
  readonly #document: Document;
  #burst: TypedBurst = NO_BURST;

  constructor(target: Document) {
    this.#document = target;
  }

  start(): Disposer {
    const bag = new DisposerBag();
    const listen = <K extends 'keydown' | 'beforeinput' | 'mousedown' | 'focusin' | 'focusout'>(
      name: K,
      listener: (event: DocumentEventMap[K]) => void,
    ): void => {
      this.#document.addEventListener(name, listener, true);
      bag.add(() => this.#document.removeEventListener(name, listener, true));
    };
    listen('keydown', (event) => this.#pressed(event));
    listen('beforeinput', (event) => this.#typed(event));
    listen('mousedown', (event) => this.#clicked(event));
    listen('focusin', () => this.#mark());
    listen('focusout', () => queueMicrotask(() => this.#mark()));
    bag.add(() => this.release());
    return () => bag.dispose();
  }

  hold(by: Exclude<HeldBy, null>): void {
    this.view.setState({ by });
    this.#mark();
  }

  /** The next press of the mouse takes the keys with it again. */
  release(): void {
    this.#burst = NO_BURST;
    this.view.setState({ by: null });
    this.#mark();
  }

  get #isInText(): boolean {
    const active = this.#document.activeElement;
    return scopeOf(active) === 'report' && isTextField(active);
  }

  /** By the clock of the event: a window that is busy hears of several keys late and at once. */
  #pressed({ key, ctrlKey, altKey, metaKey, repeat, timeStamp }: KeyboardEvent): void {
    // A key that is held down repeats about 30 times a second, and is a hand.
    if (key.length !== 1 || ctrlKey || altKey || metaKey || repeat || !this.#isInText) return;
    this.#look(afterTyped(this.#burst, timeStamp, 1));
  }

  /** A program may send a word in one event, without keys. */
  #typed({ inputType, data, isComposing, timeStamp }: InputEvent): void {
    const length = data?.length ?? 0;
    if (inputType !== 'insertText' || isComposing || length < 2 || !this.#isInText) return;
    this.#look(afterTyped(this.#burst, timeStamp, length));
  }

  #look(burst: TypedBurst): void {
    this.#burst = burst;
    if (this.view.getState().by === null && isProgram(burst)) this.hold('program');
  }

  /** The browser gives the focus to what is pressed, and puts the caret there; everything else of the press goes on. */
  #clicked(event: MouseEvent): void {
    const { target } = event;
    if (this.view.getState().by === null || !this.#isInText) return;
    if (target instanceof Element && target.closest(TAKES_KEYS) === null) event.preventDefault();
  }

  #mark(): void {
    markKeysHeld(this.#document, this.view.getState().by !== null && this.#isInText);
  }
}
