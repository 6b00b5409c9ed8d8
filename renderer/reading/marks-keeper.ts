import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { ShownKeyImage } from '../../shared/contract/reading.ts';
import type { ObjectContent } from '../../shared/model/dicom-object.ts';
import type { ObjectId, StudyId } from '../../shared/model/ids.ts';
import { KEY_TITLES } from '../../shared/model/key-image.ts';
import type { KeyTitle } from '../../shared/model/key-image.ts';
import type { KeyLook } from '../../shared/model/key-look.ts';
import { COLOUR_STATE_CLASS, GREY_STATE_CLASS } from '../../shared/model/presentation-state.ts';
import type { PresentationState } from '../../shared/model/presentation-state.ts';
import type { StudyForReading } from '../../shared/model/study.ts';
import { KEY_OBJECT_CLASS, rejectionReason } from '../../shared/rules/rejection.ts';
import { withoutSlices } from '../../shared/rules/sheet-note.ts';
import type { callStation } from '../client/index.ts';
import type { FrameRef } from '../viewer/index.ts';
import { nameOfObserver } from './observer-name.ts';
import type { Say } from './said-tone.ts';

/** A picture that somebody marked, here or in an object that came. */
export interface KeyEntry {
  readonly id: string;
  readonly studyId: StudyId;
  /** Null: the picture is not on the desk. */
  readonly ref: FrameRef | null;
  readonly title: string;
  readonly note: string;
  /** Who marked it, in words. */
  readonly by: string;
  /** Of this reader, who may change it. */
  readonly own: ShownKeyImage | null;
}

/** A view that somebody kept. */
export interface ViewEntry {
  readonly objectId: ObjectId;
  readonly name: string;
  readonly by: string;
  readonly state: PresentationState;
}

export interface MarksState {
  readonly keys: readonly KeyEntry[];
  readonly views: readonly ViewEntry[];
}

export interface MarksParts {
  readonly call: typeof callStation;
  readonly failed: (error: unknown, doing: string) => void;
  readonly say: Say;
  /** Studies on the desk. */
  readonly studies: () => readonly StudyForReading[];
}

const TAKEN_BACK =
  'A note that rejects what was written of them goes to the site. An archive that does not know such notes keeps the old object.';
const NONE: MarksState = { keys: [], views: [] };
/** Objects of one kind that are read of a study by themselves. */
const MOST_OBJECTS = 100;
const STATES: ReadonlySet<string> = new Set([GREY_STATE_CLASS, COLOUR_STATE_CLASS]);

/** Key images and kept views of the open case: those of the journal, and those of objects. All of it goes with the case. */
export class MarksKeeper {
  readonly store: StoreApi<MarksState> = createStore<MarksState>()(() => NONE);
  readonly #parts: MarksParts;
  /** By study. */
  readonly #own = new Map<StudyId, readonly ShownKeyImage[]>();
  readonly #foreign = new Map<ObjectId, readonly KeyEntry[]>();
  #token = 0;

  constructor(parts: MarksParts) {
    this.#parts = parts;
  }

  clear(): void {
    this.#token += 1;
    this.#own.clear();
    this.#foreign.clear();
    this.store.setState(NONE, true);
  }

  /** A study came onto the desk. */
  know(study: StudyForReading): void {
    const { studyId } = study.study;
    const images = study.series.flatMap((series) => series.images);
    const of = (wanted: (sopClass: string) => boolean): readonly ObjectId[] =>
      images
        // What was taken back says nothing any more.
        .filter(({ sopClass, rejected }) => sopClass !== null && rejected === undefined && wanted(sopClass))
        .slice(0, MOST_OBJECTS)
        .map(({ objectId }) => objectId);
    const token = this.#token;
    const read = async (): Promise<void> => {
      const { keyImages } = await this.#parts.call('reading.keyImages', { studyId });
      if (token !== this.#token) return;
      this.#own.set(studyId, keyImages);
      this.#tell();
    };
    read().catch((error: unknown) => this.#parts.failed(error, 'Key images'));
    for (const objectId of of((one) => one === KEY_OBJECT_CLASS || STATES.has(one))) void this.#read(studyId, objectId);
  }

  /** Mine, of one picture; null: not marked. */
  mine(ref: FrameRef): ShownKeyImage | null {
    const all = [...this.#own.values()].flat();
    return all.find((one) => one.mine && one.objectId === ref.objectId && one.frame === ref.frame) ?? null;
  }

  /** Marks a picture, or takes the mark away. */
  async toggle(studyId: StudyId, ref: FrameRef, look: KeyLook | null): Promise<void> {
    const mine = this.mine(ref);
    await this.mark(studyId, ref, {
      title: mine?.title ?? 'of-interest',
      note: mine?.note ?? '',
      marked: mine === null,
      ...(look === null ? {} : { look }),
    });
  }

  async mark(
    studyId: StudyId,
    { objectId, frame }: FrameRef,
    how: { readonly title: KeyTitle; readonly note: string; readonly marked: boolean; readonly look?: KeyLook },
  ): Promise<void> {
    const token = this.#token;
    try {
      const answer = await this.#parts.call('reading.markImage', { studyId, objectId, frame, ...how });
      if (token !== this.#token) return;
      this.#own.set(studyId, answer.keyImages);
      for (const gone of answer.takenBack) this.#foreign.delete(gone);
      if (answer.takenBack.length > 0)
        this.#parts.say('Key images that went out are taken back', TAKEN_BACK, 'warning');
      this.#tell();
    } catch (error) {
      this.#parts.failed(error, 'Key image');
    }
  }

  /** A view was kept; `content` is what was read back of it, as of anybody's. */
  kept(studyId: StudyId, objectId: ObjectId, content: ObjectContent): void {
    this.#take(studyId, objectId, content);
  }

  async #read(studyId: StudyId, objectId: ObjectId): Promise<void> {
    const token = this.#token;
    try {
      const { content } = await this.#parts.call('objects.read', { objectId });
      if (token === this.#token) this.#take(studyId, objectId, content);
    } catch (error) {
      if (token === this.#token) this.#parts.failed(error, 'Key images');
    }
  }

  #take(studyId: StudyId, objectId: ObjectId, content: ObjectContent): void {
    if (content.kind === 'presentation') {
      const { state, title } = content;
      const view = { objectId, name: title || 'View', by: nameOfObserver(state.creator), state };
      this.store.setState(({ views }) => ({ views: [...views.filter((one) => one.objectId !== objectId), view] }));
    }
    if (content.kind !== 'key-images') return;
    const { title, note, observer, references } = content.keyObject;
    // What takes pictures back says nothing of their interest.
    if (rejectionReason(title.value, title.scheme) !== null) return;
    const entries = references.map(({ sopUid, frame }, place): KeyEntry => ({
      id: `${objectId} ${place}`,
      studyId,
      ref: this.#refOf(sopUid, frame),
      title: title.meaning,
      note,
      by: nameOfObserver(observer),
      own: null,
    }));
    this.#foreign.set(objectId, entries);
    this.#tell();
  }

  #refOf(sopUid: string, frame: number | null): FrameRef | null {
    const image = this.#parts
      .studies()
      .flatMap((study) => study.series.flatMap((series) => series.images))
      .find((one) => one.sopUid === sopUid && one.picture.shown);
    return image === undefined ? null : { objectId: image.objectId, frame: frame ?? 1 };
  }

  #isSheet(ref: FrameRef | null): boolean {
    const images = this.#parts.studies().flatMap((study) => study.series.flatMap((series) => series.images));
    return ref !== null && images.some((one) => one.objectId === ref.objectId && one.sheet?.apart === true);
  }

  #tell(): void {
    const own = [...this.#own].flatMap(([studyId, images]) =>
      images.map((image): KeyEntry => {
        const { objectId, frame, title, note, byName, mine } = image;
        const ref = { objectId, frame };
        const id = `${objectId} ${frame} ${image.by}`;
        return { id, studyId, ref, title: KEY_TITLES[title][1], note, by: byName, own: mine ? image : null };
      }),
    );
    const like = (entry: KeyEntry): string => likeness(entry, this.#isSheet(entry.ref));
    const said = new Set(own.map(like));
    // What was written from the marks above comes back as an object of its own.
    const foreign = [...this.#foreign.values()].flat().filter((one) => !said.has(like(one)));
    this.store.setState({ keys: [...own, ...foreign] });
  }
}

/** A slice of a sheet is written as the sheet, with the slice in words. */
function likeness({ ref, title, note }: KeyEntry, isSheet: boolean): string {
  return JSON.stringify([ref?.objectId, isSheet ? 1 : ref?.frame, title, isSheet ? withoutSlices(note) : note]);
}
