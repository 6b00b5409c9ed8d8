import type { StoreApi } from 'zustand/vanilla';
import type { DetectionReport, ReportContent } from '../../shared/model/dicom-object.ts';
import type { ObjectId } from '../../shared/model/ids.ts';
import type { ImageInfo } from '../../shared/model/image.ts';
import type { StudyForReading } from '../../shared/model/study.ts';
import { absentWords, algorithmTitle, countWords, outcomeShort, outcomeWarning } from './detection-words.ts';
import { pictureFinder } from './mark-pictures.ts';
import type { FindPicture, MarkPicture, Pictured } from './mark-pictures.ts';
import type { ObjectsState, ReadState } from './objects-store.ts';
import type { Stepped } from './stepped.ts';

/** Mammography, chest and colon CAD. */
const CAD = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.88\.(50|65|69)$/;

/** Parts of the object of a detection program: what it wants to be shown, and what it leaves to the reader. */
export const REQUIRED_MARKS = 'marks';
export const OPTIONAL_MARKS = 'optional';

export function isDetectionObject({ sopClass }: Pick<ImageInfo, 'sopClass'>): boolean {
  return sopClass !== null && CAD.test(sopClass);
}

/** The detection objects of studies, in their order. */
export function detectionObjects(studies: readonly Pictured[]): readonly ImageInfo[] {
  return studies.flatMap(({ series }) => series.flatMap(({ images }) => images.filter(isDetectionObject)));
}

export type DetectionContent = ReportContent & { readonly detection: DetectionReport };

export function detectionIn(state: ReadState | undefined): DetectionContent | null {
  if (state?.status !== 'read' || state.content.kind !== 'report') return null;
  const { content } = state;
  return content.detection === null ? null : { ...content, detection: content.detection };
}

/** Where each finding stands first; null: on no picture that is here. */
export function findingPictures(content: DetectionContent, find: FindPicture): readonly (MarkPicture | null)[] {
  return content.detection.findings.map((_, finding) => {
    const found = content.marks.flatMap((mark) => (mark.finding === finding ? (find(mark) ?? []) : []));
    return found.sort((a, b) => a.order - b.order)[0] ?? null;
  });
}

/** What one detection object says of itself in a line, and why the absence of a mark may say nothing. */
export interface DetectionLineWords {
  readonly words: string;
  /** In as many words as fit beside a study. */
  readonly short: readonly string[];
  /** Whole sentences of the same. */
  readonly warnings: readonly string[];
}

export function detectionLine(content: DetectionContent, find: FindPicture): DetectionLineWords {
  const { detection } = content;
  const places = findingPictures(content, find);
  const missing = places.filter((place) => place === null).length;
  const absent = absentWords(missing, places.length);
  return {
    words: `${algorithmTitle(detection.algorithms[0])}: ${countWords(detection)}`,
    short: [outcomeShort(detection), absent && `${missing} of ${places.length} on no picture here`].filter(isSaid),
    warnings: [outcomeWarning(detection), absent && `Marks: ${absent}.`].filter(isSaid),
  };
}

function isSaid(words: string | null): words is string {
  return words !== null;
}

interface DetectionParts {
  readonly store: StoreApi<ObjectsState>;
  readonly studies: () => readonly StudyForReading[];
  readonly read: (objectId: ObjectId) => Promise<ReadState | null>;
  /** Changes when the case is closed. */
  readonly token: () => number;
  readonly show: () => void;
}

/** What became of a press: what the reader has to know beside the marks; empty where they say all of it. */
export interface DetectionsShown {
  readonly objects: number;
  readonly isOn: boolean;
  readonly warnings: readonly string[];
}

interface Stop {
  readonly objectId: ObjectId;
  readonly finding: number;
  readonly picture: MarkPicture;
}

/** Marks of the detection programs of the whole case: off until the reader asks for them (rule 3.16). */
export class DetectionMarks {
  readonly #parts: DetectionParts;

  constructor(parts: DetectionParts) {
    this.#parts = parts;
  }

  /** On with one key, and off again. Null where the case was closed meanwhile. */
  async toggle(): Promise<DetectionsShown | null> {
    const objects = this.#objects();
    const keys = objects.map(({ objectId }) => `${objectId}/${REQUIRED_MARKS}`);
    const { drawn } = this.#parts.store.getState();
    const wasOn = keys.some((key) => drawn.has(key));
    if (wasOn) {
      const optional = objects.map(({ objectId }) => `${objectId}/${OPTIONAL_MARKS}`);
      this.#draw([], [...keys, ...optional]);
      this.#parts.store.setState({ mark: null });
      this.#parts.show();
      return { objects: objects.length, isOn: false, warnings: [] };
    }
    if (!(await this.#read(objects))) return null;
    this.#draw(keys, []);
    this.#parts.show();
    return { objects: objects.length, isOn: true, warnings: this.#warnings(objects) };
  }

  /**
   * Goes to the next or the mark before, in the order of the pictures; marks that are off come on: who goes to them asks for them.
   * @returns its picture, with its place among them and that of the one before; 'none': no mark lies on a picture that is here. Null where
   * the case was closed meanwhile
   */
  async step(by: 1 | -1): Promise<Stepped | 'none' | null> {
    const objects = this.#objects();
    if (!(await this.#read(objects))) return null;
    const stops = this.#stops(objects);
    const { mark } = this.#parts.store.getState();
    const here = stops.findIndex((one) => one.objectId === mark?.objectId && one.finding === mark.finding);
    const next = here < 0 ? stops.at(by === 1 ? 0 : -1) : stops[(here + by + stops.length) % stops.length];
    if (!next) return 'none';
    this.#draw(
      objects.map(({ objectId }) => `${objectId}/${REQUIRED_MARKS}`),
      [],
    );
    const { objectId, finding } = next;
    const words = `${stops.indexOf(next) + 1} of ${stops.length}`;
    this.#parts.store.setState({ mark: { objectId, finding, words } });
    this.#parts.show();
    return { ref: next.picture.ref, from: here, of: stops.length };
  }

  #objects(): readonly ImageInfo[] {
    return detectionObjects(this.#parts.studies());
  }

  /** False where the case was closed meanwhile. */
  async #read(objects: readonly ImageInfo[]): Promise<boolean> {
    const token = this.#parts.token();
    await Promise.all(objects.map(({ objectId }) => this.#parts.read(objectId)));
    return token === this.#parts.token();
  }

  /** Of what is drawn: optional findings count while their part is on. */
  #stops(objects: readonly ImageInfo[]): readonly Stop[] {
    const find = pictureFinder(this.#parts.studies());
    const { read, drawn } = this.#parts.store.getState();
    return objects
      .flatMap(({ objectId }) => {
        const content = detectionIn(read[objectId]);
        if (!content) return [];
        const withOptional = drawn.has(`${objectId}/${OPTIONAL_MARKS}`);
        return findingPictures(content, find).flatMap((picture, finding): Stop[] => {
          const isShown = withOptional || content.detection.findings[finding]?.optional === false;
          return picture && isShown ? [{ objectId, finding, picture }] : [];
        });
      })
      .sort((a, b) => a.picture.order - b.picture.order);
  }

  #draw(on: readonly string[], off: readonly string[]): void {
    const drawn = new Set(this.#parts.store.getState().drawn);
    for (const key of on) drawn.add(key);
    for (const key of off) drawn.delete(key);
    this.#parts.store.setState({ drawn });
  }

  #warnings(objects: readonly ImageInfo[]): readonly string[] {
    const find = pictureFinder(this.#parts.studies());
    const { read } = this.#parts.store.getState();
    return objects.flatMap(({ objectId }) => {
      const state = read[objectId];
      if (state?.status === 'refused') return ['An object of a detection program could not be read.'];
      const content = detectionIn(state);
      return content ? detectionLine(content, find).warnings : [];
    });
  }
}
