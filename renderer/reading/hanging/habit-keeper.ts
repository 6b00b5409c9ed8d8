import { createStore } from 'zustand/vanilla';
import { asAppError } from '../../../shared/errors/app-error.ts';
import { LEAST_ALIKE, offersOf } from '../../../shared/hanging/protocol/learned.ts';
import type { Offer } from '../../../shared/hanging/protocol/learned.ts';
import type { HangingProtocol } from '../../../shared/hanging/protocol/protocol.ts';
import { learnedWords, withLearned } from '../../../shared/hanging/protocol/with-learned.ts';
import { DisposerBag } from '../../../shared/lib/disposable.ts';
import type { DeskSession } from '../desk-session.ts';
import { habitOf } from './habit-of.ts';
import type { LearnedAnswer } from './learned-answers.ts';

/** Changes of the desk are noted when it has stood so long, ms. */
const STOOD_MS = 1000;

/** What is offered now, and of which protocol. */
export interface Offered {
  readonly offer: Offer;
  readonly protocol: HangingProtocol;
}

/** Notes what the reader changes after a case was hung, and has what is to be offered of it. Nothing on the desk moves by it. */
export class HabitKeeper {
  readonly store = createStore<{ readonly offered: Offered | null }>()(() => ({ offered: null }));
  readonly #desk: DeskSession;
  readonly #bag = new DisposerBag();
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** Of the open case, by stage: each has a name of its own for the list of notes, however often it is hung again. */
  readonly #noted = new Map<string, { readonly noteId: string; readonly said: string }>();
  #token = 0;

  constructor(desk: DeskSession) {
    this.#desk = desk;
    this.#bag.add(desk.stood.on(() => this.#soon()));
    this.#bag.add(desk.stores.layout.subscribe(() => this.#soon()));
    this.#bag.add(
      desk.hanging.store.subscribe((now, before) => {
        if (now.laid === before.laid) return;
        this.#forget();
        if (now.laid && !now.asLeft) void this.#ask();
      }),
    );
  }

  /** @returns false: nothing is offered */
  answer(answer: LearnedAnswer): boolean {
    if (this.store.getState().offered === null) return false;
    void (answer === 'yes' ? this.#take() : this.#decline(answer));
    return true;
  }

  /** Writes what is offered into the reader's own protocol, as its next version. The case on the desk stays as it is. */
  async #take(): Promise<void> {
    const { offered } = this.store.getState();
    if (!offered) return;
    const { offer, protocol } = offered;
    const { call, hanging } = this.#desk;
    this.store.setState({ offered: null });
    try {
      const owner = { scope: 'user' } as const;
      const after = protocol.scope === 'user' ? protocol.version : await this.#newest(protocol.id);
      const document = withLearned(protocol, offer.learned);
      const { version } = await call('hanging.save', { owner, document, after });
      hanging.saves.add({ id: protocol.id, name: protocol.name, version, after, wanted: hanging.want(protocol.id) });
      this.#desk.say(
        'Learned',
        `Studies of “${protocol.name}” hang with ${learnedWords(offer.learned, protocol)} from now on; {hanging.again} hangs this one so. {hanging.take-back} takes it back; Settings, Hanging protocols, has its versions.`,
        'ok',
      );
    } catch (error) {
      this.#desk.failed(error, 'Hanging protocol');
    }
  }

  async #decline(answer: 'later' | 'never'): Promise<void> {
    const { offered } = this.store.getState();
    if (!offered) return;
    const { protocol, stage, aspect, display } = offered.offer.learned;
    this.store.setState({ offered: null });
    try {
      await this.#desk.call('hanging.answerHabit', { key: { protocol, stage, aspect, display }, answer });
    } catch (error) {
      this.#desk.failed(error, 'Learned preference');
    }
  }

  dispose(): void {
    this.#forget();
    this.#bag.dispose();
  }

  /** The number of the reader's newest version, removed or not. */
  async #newest(id: string): Promise<number> {
    try {
      const { versions } = await this.#desk.call('hanging.versions', { owner: { scope: 'user' }, id });
      return versions[0]?.version ?? 0;
    } catch (error) {
      if (asAppError(error).code === 'hanging/unknown') return 0;
      throw error;
    }
  }

  #forget(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.store.setState({ offered: null });
  }

  #soon(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#note();
    }, STOOD_MS);
  }

  /** A case in which nothing was changed counts, too. */
  #note(): void {
    const open = this.#desk.stores.open.getState();
    const note = open.status === 'open' ? habitOf(this.#desk) : null;
    if (!note || open.status !== 'open') return;
    if (open.token !== this.#token) this.#noted.clear();
    this.#token = open.token;
    const of = `${note.protocol} ${note.version} ${note.stage}`;
    const said = JSON.stringify(note);
    const known = this.#noted.get(of);
    if (known?.said === said) return;
    const noteId = known?.noteId ?? crypto.randomUUID();
    this.#noted.set(of, { noteId, said });
    this.#desk.call('hanging.noteHabit', { noteId, note }).catch((error: unknown) => {
      // A case that is not counted is offered later: nothing to tell a reader of.
      if (asAppError(error).family === 'bug') console.warn('habit not noted', asAppError(error).code);
    });
  }

  async #ask(): Promise<void> {
    const { hanging, stages, stage, laid } = this.#desk.hanging.store.getState();
    const own = hanging?.protocol;
    const of = stages[stage]?.id;
    if (!own || of === undefined) return;
    try {
      const { notes, answers } = await this.#desk.call('hanging.habits', { protocol: own.id });
      if (notes.length < LEAST_ALIKE) return;
      const { protocols } = await this.#desk.call('hanging.protocols', {});
      const protocol = protocols.find(({ id, scope, version }) => id === own.id && scope === own.scope && version === own.version); // prettier-ignore
      // Another stage or another case stands there by now, or the protocol is another one.
      if (!protocol || this.#desk.hanging.store.getState().laid !== laid) return;
      const [offer] = offersOf(protocol, of, notes, answers);
      this.store.setState({ offered: offer ? { offer, protocol } : null });
    } catch (error) {
      if (asAppError(error).family === 'bug') console.warn('habits not known', asAppError(error).code);
    }
  }
}
