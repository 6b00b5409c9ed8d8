import { besideKind, besideOf } from '../../../shared/hanging/protocol/study-beside.ts';
import type { BesideKind, BesideParts } from '../../../shared/hanging/protocol/study-beside.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { HangingProtocol } from '../../../shared/hanging/protocol/protocol.ts';
import type { ObjectContent } from '../../../shared/model/dicom-object.ts';
import type { ObjectId, StudyId } from '../../../shared/model/ids.ts';
import type { StudyForReading } from '../../../shared/model/study.ts';

export interface BesidesParts {
  readonly marked: (studyId: StudyId) => BesideParts['marked'];
  /** Measurements that stand. */
  readonly measured: (studyId: StudyId) => BesideParts['measured'];
  /** What an object says; of strangers, in a parser process. @throws AppError where it is damaged or of another patient */
  readonly read: (objectId: ObjectId) => Promise<ObjectContent>;
  /** By what the reader hangs. */
  readonly protocols: () => readonly HangingProtocol[];
}

/** Objects of a kind that are read of one study. */
const MOST: Readonly<Record<BesideKind, number>> = { 'key-object': 20, detection: 20, segmentation: 8, document: 12 };

/** What studies have beside their pictures, as protocols hang it. */
export class StudyBesides {
  readonly #parts: BesidesParts;

  constructor(parts: BesidesParts) {
    this.#parts = parts;
  }

  /** The study with it; key objects are read always, the rest where a protocol of the reader hangs such things. */
  async with<T extends Pick<StudyForReading, 'study' | 'series'>>(
    study: T,
  ): Promise<T & Pick<StudyForReading, 'beside'>> {
    const { marked, measured } = this.#parts;
    const { studyId } = study.study;
    const objects = await Promise.all(this.#chosen(study).map((objectId) => this.#read(objectId)));
    const parts = { marked: marked(studyId), measured: measured(studyId), objects: objects.flat() };
    return { ...study, beside: besideOf(study, parts) };
  }

  /** Whether somebody hangs by more than pictures and key images: segmentations may take long to read. */
  get #wanted(): boolean {
    return this.#parts
      .protocols()
      .some(({ displaySets }) =>
        displaySets.some(
          ({ kind, look }) => kind === 'report' || kind === 'ai-result' || typeof look?.picture === 'object',
        ),
      );
  }

  #chosen({ series }: Pick<StudyForReading, 'series'>): readonly ObjectId[] {
    const left = { ...MOST };
    const saying = series.flatMap(({ images }) =>
      images.flatMap((image) => {
        const kind = besideKind(image);
        if (kind === null || left[kind] === 0) return [];
        left[kind] -= 1;
        return [{ kind, objectId: image.objectId }];
      }),
    );
    const isMore = saying.some(({ kind }) => kind !== 'key-object') && this.#wanted;
    return saying.flatMap(({ kind, objectId }) => (kind === 'key-object' || isMore ? [objectId] : []));
  }

  /** An object that cannot be read says nothing here; who opens it is told why. */
  async #read(objectId: ObjectId): Promise<BesideParts['objects']> {
    try {
      return [{ objectId, content: await this.#parts.read(objectId) }];
    } catch (error) {
      if (error instanceof AppError) return [];
      throw error;
    }
  }
}
