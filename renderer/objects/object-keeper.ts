import { asAppError } from '../../shared/errors/app-error.ts';
import { DisposerBag } from '../../shared/lib/disposable.ts';
import type { ObjectContent } from '../../shared/model/dicom-object.ts';
import type { ObjectId } from '../../shared/model/ids.ts';
import type { ImageInfo } from '../../shared/model/image.ts';
import type { StudyForReading } from '../../shared/model/study.ts';
import type { callStation } from '../client/index.ts';
import type { FrameRef, GlassLayer, ImageSource, ViewportHandle } from '../viewer/index.ts';
import { detectionIn, DetectionMarks, detectionObjects, REQUIRED_MARKS } from './detection-marks.ts';
import { firstPicture } from './first-picture.ts';
import { objectLayer, partsOf } from './object-layers.ts';
import type { ObjectPart } from './object-layers.ts';
import { createObjectsStore, NO_OBJECTS } from './objects-store.ts';
import type { ReadState } from './objects-store.ts';
import { drawnParts, nextPart } from './part-steps.ts';
import { Registrations } from './registrations.ts';
import type { Stepped } from './stepped.ts';

/** Dose reports of one study that are read by themselves. */
const MOST_DOSE_REPORTS = 20;
const DOSE = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.88\.(67|68|73|76)$/;
/** Objects of detection programs of one study that are read by themselves. */
const MOST_DETECTIONS = 20;

const ENDINGS: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'text/xml': 'xml',
  'model/stl': 'stl',
  'model/obj': 'obj',
  'model/mtl': 'mtl',
};

export interface ObjectKeeperParts {
  readonly call: typeof callStation;
  readonly source: ImageSource;
  readonly handles: () => readonly ViewportHandle[];
  /** Objects of programs whose marks a viewport is hung with. Absent: none. */
  readonly markedIn?: (viewportId: string) => readonly ObjectId[];
  /** Tells the reader what went wrong. */
  readonly failed: (error: unknown) => void;
}

/**
 * The objects without a picture of the open case: what they say, and what of them stands over pictures. All of it goes with the case;
 * what is answered late is dropped (fault F50).
 */
export class ObjectKeeper {
  readonly store = createObjectsStore();
  readonly registrations = new Registrations({ store: this.store, read: (objectId) => this.read(objectId) });
  readonly #parts: ObjectKeeperParts;
  readonly #bag = new DisposerBag();
  /** Marks of detection programs. */
  readonly detections: DetectionMarks;
  #token = 0;
  /** Rises with each way to a part that is asked for: only the last one is gone. */
  #asked = 0;
  #studies: readonly StudyForReading[] = [];
  #layers = new Map<string, GlassLayer>();
  /** That the reader went to. */
  #lastPart: string | null = null;

  constructor(parts: ObjectKeeperParts) {
    this.#parts = parts;
    this.detections = new DetectionMarks({
      store: this.store,
      studies: () => this.#studies,
      read: (objectId) => this.read(objectId),
      token: () => this.#token,
      show: () => this.show(),
    });
    this.#bag.add(
      parts.source.onLoaded((ref) => {
        if (parts.source.image(ref.objectId)?.picture.shown === false) this.show();
      }),
    );
  }

  /** The case before is closed: everything of it goes. */
  clear(): void {
    this.#token += 1;
    this.#studies = [];
    this.#layers = new Map();
    this.#lastPart = null;
    this.store.setState(NO_OBJECTS, true);
    this.show();
  }

  /** A study came onto the desk: its dose reports are read, and what detection programs say of their work. */
  know(study: StudyForReading): void {
    this.#studies = [...this.#studies, study];
    const reports = imagesOf(study).filter(({ sopClass }) => sopClass !== null && DOSE.test(sopClass));
    if (reports.length > 0) void this.#readDose(study, reports.slice(0, MOST_DOSE_REPORTS));
    for (const { objectId } of detectionObjects([study]).slice(0, MOST_DETECTIONS)) void this.read(objectId);
  }

  /** Shows what an object says in the panel. */
  open(objectId: ObjectId): void {
    this.store.setState({ opened: objectId });
    void this.read(objectId);
  }

  close(): void {
    this.store.setState({ opened: null });
  }

  /** Resolves with what the object says, or why it is not opened; null where the case was closed meanwhile. */
  async read(objectId: ObjectId): Promise<ReadState | null> {
    const known = this.store.getState().read[objectId];
    if (known?.status === 'read') return known;
    const token = this.#token;
    this.#note(objectId, { status: 'reading' });
    let state: ReadState;
    try {
      const { content } = await this.#parts.call('objects.read', { objectId });
      state = { status: 'read', content };
    } catch (error) {
      state = { status: 'refused', error: asAppError(error) };
    }
    if (token !== this.#token) return null;
    this.#note(objectId, state);
    return state;
  }

  /** Puts one part over the pictures, or takes it away. */
  toggle(objectId: ObjectId, partId: string): void {
    const key = `${objectId}/${partId}`;
    const drawn = new Set(this.store.getState().drawn);
    if (!drawn.delete(key)) drawn.add(key);
    this.store.setState({ drawn });
    this.show();
  }

  /** How strong a part stands over the pictures, 0 to 1. */
  setOpacity(objectId: ObjectId, partId: string, opacity: number): void {
    const key = `${objectId}/${partId}`;
    this.store.setState((now) => ({ opacity: { ...now.opacity, [key]: opacity } }));
    this.show();
  }

  /** The first picture that a part stands over; null where there is none, or the reader asked for something else meanwhile. */
  async firstOf(objectId: ObjectId, content: ObjectContent, part: ObjectPart): Promise<FrameRef | null> {
    const token = this.#token;
    const asked = (this.#asked += 1);
    const { source } = this.#parts;
    const isWanted = (): boolean => token === this.#token && asked === this.#asked;
    const first = await firstPicture(content, part, this.#studies, async (frame) => {
      const ref = { objectId, frame };
      if (!isWanted()) return null;
      if (!source.isLoaded(ref)) await source.prefetch(ref, 'near');
      return source.decoded(ref)?.pixels ?? null;
    });
    return isWanted() ? first : null;
  }

  /** The first picture of the next part that stands over the pictures; 'none': nothing does. Null: something else was asked for since. */
  async stepPart(by: 1 | -1): Promise<Stepped | 'none' | null> {
    const ids = this.#studies.flatMap((study) => imagesOf(study).map(({ objectId }) => objectId));
    const parts = drawnParts(this.store.getState(), ids);
    const { part: next, from } = nextPart(parts, this.#lastPart, by);
    if (!next) return 'none';
    this.#lastPart = next.key;
    const ref = await this.firstOf(next.objectId, next.content, next.part);
    return ref === null ? null : { ref, from, of: parts.length };
  }

  /** All parts of an object, or none of them. */
  toggleAll(objectId: ObjectId): void {
    const read = this.store.getState().read[objectId];
    if (read?.status !== 'read') return;
    const keys = partsOf(read.content).flatMap(({ id, empty }) => (empty ? [] : [`${objectId}/${id}`]));
    const drawn = new Set(this.store.getState().drawn);
    const isAll = keys.every((key) => drawn.has(key));
    for (const key of keys) {
      if (isAll) drawn.delete(key);
      else drawn.add(key);
    }
    this.store.setState({ drawn });
    this.show();
  }

  /** Writes the document inside an object to a file that the reader chooses. */
  async exportDocument(objectId: ObjectId, mime: string): Promise<void> {
    const { call, failed } = this.#parts;
    try {
      const { token } = await call('app.chooseExport', { suggestedName: `document.${ENDINGS[mime] ?? 'bin'}` });
      if (token !== null) await call('objects.exportDocument', { objectId, token });
    } catch (error) {
      failed(error);
    }
  }

  /** Gives the viewports the layers that are on; also after a viewport came. */
  show(): void {
    const all = this.#layersOf([...this.store.getState().drawn]);
    for (const handle of this.#parts.handles()) {
      const own = (this.#parts.markedIn?.(handle.id) ?? []).flatMap((objectId) => this.#markKeys(objectId));
      const { drawn } = this.store.getState();
      handle.setLayers([...all, ...this.#layersOf(own.filter((key) => !drawn.has(key)))], 'objects');
    }
  }

  /** What a program found: its marks that are for everybody, or what it drew by itself. Read first, where it was not yet. */
  #markKeys(objectId: ObjectId): readonly string[] {
    const state = this.store.getState().read[objectId];
    if (state === undefined) void this.read(objectId).then((read) => (read === null ? undefined : this.show()));
    if (state?.status !== 'read') return [];
    if (detectionIn(state)) return [`${objectId}/${REQUIRED_MARKS}`];
    return partsOf(state.content).flatMap(({ id, isAi, empty }) => (isAi && !empty ? [`${objectId}/${id}`] : []));
  }

  #layersOf(keys: readonly string[]): readonly GlassLayer[] {
    const { read, opacity, mark } = this.store.getState();
    return keys.flatMap((key): readonly GlassLayer[] => {
      const [objectId = '', partId = ''] = key.split('/');
      const at = mark?.objectId === objectId ? mark : null;
      // The one mark that the reader is at looks otherwise: its layer is made anew.
      const made = at === null ? key : `${key}/${at.finding}`;
      const known = this.#layers.get(made);
      if (known) return [{ ...known, opacity: opacity[key] ?? 1 }];
      const state = read[objectId];
      if (state?.status !== 'read') return [];
      const part = partsOf(state.content).find(({ id }) => id === partId);
      if (!part) return [];
      const layer = objectLayer({
        objectId: objectId as ObjectId,
        content: state.content,
        part,
        at,
        source: this.#parts.source,
      });
      this.#layers.set(made, layer);
      return [{ ...layer, opacity: opacity[key] ?? 1 }];
    });
  }

  dispose(): void {
    this.#token += 1;
    this.#bag.dispose();
  }

  async #readDose(study: StudyForReading, reports: readonly ImageInfo[]): Promise<void> {
    const token = this.#token;
    const states = await Promise.all(reports.map(({ objectId }) => this.read(objectId)));
    if (token !== this.#token) return;
    const figures = states.flatMap((state) =>
      state?.status === 'read' && state.content.kind === 'report' ? state.content.dose : [],
    );
    const { studyId } = study.study;
    this.store.setState(({ dose }) => ({ dose: { ...dose, [studyId]: figures } }));
  }

  #note(objectId: ObjectId, state: ReadState): void {
    this.store.setState(({ read }) => ({ read: { ...read, [objectId]: state } }));
  }
}

function imagesOf(study: StudyForReading): readonly ImageInfo[] {
  return study.series.flatMap((series) => series.images);
}
