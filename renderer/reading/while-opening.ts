import type { Disposer } from '../../shared/lib/disposable.ts';
import { DisposerBag } from '../../shared/lib/disposable.ts';
import type { Emitter } from '../../shared/lib/emitter.ts';
import type { DeskAction } from './commands.ts';
import type { Say } from './said-tone.ts';
import type { DeskStores } from './stores.ts';

export interface OpeningDesk {
  readonly stores: Pick<DeskStores, 'open'>;
  readonly stood: Pick<Emitter<void>, 'on'>;
  /** Null: it is not on the screen yet. */
  readonly active: object | null;
  readonly say: Say;
}

/** Of the desk and its tools: they need no case. */
const AT_ONCE: ReadonlySet<DeskAction['do']> = new Set<DeskAction['do']>([
  ...(['tool', 'leave-tool', 'panel', 'full', 'reference-lines', 'link', 'planes'] as const),
]);
/** What is written down is said of a picture that the reader saw: never of one that is still to come. */
const OF_A_PICTURE: ReadonlySet<DeskAction['do']> = new Set<DeskAction['do']>([
  ...(['key-image', 'keep-view', 'keep-regions', 'lesion', 'aside', 'delete', 'undo', 'redo'] as const),
  ...(['drawing', 'link-here', 'learned', 'take-back-hanging', 'save-hanging'] as const),
]);
/** A key that is held down repeats some 30 times a second. */
const MOST = 60;

/**
 * What is asked for while a case is being opened: done to that case as soon as its viewports are there, in the order in which it was asked;
 * never to another one. What would be written down of a picture is not done, and that is said.
 */
export class WhileOpening {
  readonly #desk: OpeningDesk;
  readonly #run: (action: DeskAction) => void;
  #waiting: readonly DeskAction[] = [];

  constructor(desk: OpeningDesk, run: (action: DeskAction) => void) {
    this.#desk = desk;
    this.#run = run;
  }

  start(): Disposer {
    const { stores, stood } = this.#desk;
    const bag = new DisposerBag();
    bag.add(
      stores.open.subscribe(({ status }) => {
        // Of a case that is not opened any more, or could not be.
        if (status !== 'open') this.#waiting = [];
        // The desk is laid out in the same go.
        else queueMicrotask(() => this.#do());
      }),
    );
    bag.add(stood.on(() => this.#do()));
    return () => bag.dispose();
  }

  take(action: DeskAction): void {
    if (AT_ONCE.has(action.do)) return this.#run(action);
    if (this.#desk.stores.open.getState().status !== 'loading') {
      while (this.#waiting.length > 0) this.#next();
      return this.#run(action);
    }
    if (OF_A_PICTURE.has(action.do)) {
      return this.#desk.say('Not done', 'The case is still being opened. Press again when its pictures stand there.');
    }
    if (this.#waiting.length < MOST) this.#waiting = [...this.#waiting, action];
  }

  #do(): void {
    const isHere = this.#desk.stores.open.getState().status === 'open' && this.#desk.active !== null;
    if (this.#waiting.length === 0 || !isHere) return;
    this.#next();
    // What it did may be another layout: what comes next waits for its viewport.
    queueMicrotask(() => this.#do());
  }

  #next(): void {
    const [next, ...later] = this.#waiting;
    this.#waiting = later;
    if (next) this.#run(next);
  }
}
