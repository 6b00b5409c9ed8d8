import { asAppError } from '../../shared/errors/app-error.ts';
import type { ObjectId, StudyId } from '../../shared/model/ids.ts';
import type { DeskHanging } from '../../shared/model/measurement.ts';
import type { ComputedWay } from '../../shared/model/registration.ts';
import type { callStation } from '../client/index.ts';
import type { FrameRef, ViewportHandle } from '../viewer/index.ts';
import { toDeskState } from './desk-state.ts';
import type { LinkedScroll } from './linked-scroll.ts';
import { keptLinks } from './navigation/desk-links.ts';
import { isReformatCell } from './stores.ts';
import type { DeskStores } from './stores.ts';

const DEBOUNCE_MS = 400;

/** Writes where the reader stands to the journal, a little after it changed. */
export class DeskKeeper {
  readonly #stores: DeskStores;
  readonly #call: typeof callStation;
  readonly #handle: (viewportId: string) => ViewportHandle | null;
  readonly #link: Pick<LinkedScroll, 'kept'>;
  readonly #registered: () => readonly ObjectId[];
  readonly #computed: () => readonly ComputedWay[];
  readonly #hanging: () => DeskHanging | null;
  readonly #stored: (viewportId: string, place: number) => FrameRef | null;
  readonly #stop: () => void;
  #studyId: StudyId | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #last = '';

  constructor(
    stores: DeskStores,
    call: typeof callStation,
    handle: (viewportId: string) => ViewportHandle | null,
    link: Pick<LinkedScroll, 'kept'>,
    registered: () => readonly ObjectId[],
    hanging: () => DeskHanging | null = () => null,
    computed: () => readonly ComputedWay[] = () => [],
    stored: (viewportId: string, place: number) => FrameRef | null = () => null,
  ) {
    this.#stored = stored;
    this.#computed = computed;
    this.#hanging = hanging;
    this.#registered = registered;
    this.#link = link;
    this.#stores = stores;
    this.#call = call;
    this.#handle = handle;
    const touch = (): void => this.touch();
    const stops = [
      stores.layout.subscribe(touch),
      stores.composition.subscribe(touch),
      stores.runtime.subscribe((now, before) => {
        const isLinked = now.linked === before.linked && now.linkedViews === before.linkedViews;
        if (now.ties !== before.ties || !isLinked) touch();
      }),
    ];
    this.#stop = () => stops.forEach((stop) => stop());
  }

  begin(studyId: StudyId): void {
    this.#studyId = studyId;
    this.#last = '';
  }

  /** Nothing is saved until the next `begin`: the case is changing. */
  pause(): void {
    this.#clear();
    this.#studyId = null;
  }

  touch(): void {
    if (this.#studyId === null || this.#timer !== null) return;
    this.#timer = setTimeout(() => this.flush(), DEBOUNCE_MS);
  }

  flush(): void {
    this.#clear();
    const layout = this.#stores.layout.getState();
    // A reformat passes: what was there before it stays written.
    if (this.#studyId === null || layout.cells.some(isReformatCell)) return;
    const now = toDeskState(layout, this.#stores.composition.getState(), (viewportId) => {
      const handle = this.#handle(viewportId);
      return handle && { truth: handle.truth, view: handle.view, stored: this.#stored(viewportId, handle.target) };
    });
    const landmarks = this.#link.kept;
    const registrations = this.#registered();
    const computed = this.#computed();
    const hanging = this.#hanging();
    const links = keptLinks(this.#stores.runtime.getState(), layout.cells);
    const desk = {
      ...now,
      ...(landmarks.length === 0 ? {} : { landmarks: [...landmarks] }),
      ...(computed.length === 0 ? {} : { computed: [...computed] }),
      ...(links === null ? {} : { links }),
      ...(hanging === null ? {} : { hanging }),
      ...(registrations.length === 0 ? {} : { registrations: [...registrations] }),
    };
    const text = JSON.stringify(desk);
    if (text === this.#last) return;
    this.#last = text;
    // Where the reader stood is a comfort: a failure is written down and tried again with the next move.
    this.#call('reading.saveDesk', { studyId: this.#studyId, desk }).catch((error: unknown) => {
      this.#last = '';
      console.warn('desk state not saved', asAppError(error).code);
    });
  }

  dispose(): void {
    this.#clear();
    this.#stop();
  }

  #clear(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
