import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { AppError } from '../../shared/errors/app-error.ts';
import type { DoseFigure, ObjectContent } from '../../shared/model/dicom-object.ts';
import type { ObjectId } from '../../shared/model/ids.ts';

export type ReadState =
  | { readonly status: 'reading' }
  | { readonly status: 'read'; readonly content: ObjectContent }
  | { readonly status: 'refused'; readonly error: AppError };

/** What the reader has of the objects of the open case; gone with it. */
export interface ObjectsState {
  /** In the panel beside the pictures. */
  readonly opened: ObjectId | null;
  readonly read: Readonly<Record<string, ReadState>>;
  /** Parts that stand over pictures: "object id/part". */
  readonly drawn: ReadonlySet<string>;
  /** How strong a part stands over pictures, 0 to 1, by "object id/part"; absent: as it is drawn. */
  readonly opacity: Readonly<Record<string, number>>;
  /** Registrations that pictures are linked by, in the order in which the reader said so. */
  readonly registrations: readonly ObjectId[];
  /** The mark of a detection program that the reader went to, "2 of 5". */
  readonly mark: { readonly objectId: ObjectId; readonly finding: number; readonly words: string } | null;
  /** Figures of the dose reports of each study, by study id. */
  readonly dose: Readonly<Record<string, readonly DoseFigure[]>>;
}

export const NO_OBJECTS: ObjectsState = {
  opened: null,
  read: {},
  drawn: new Set(),
  opacity: {},
  mark: null,
  registrations: [],
  dose: {},
};

export function createObjectsStore(): StoreApi<ObjectsState> {
  return createStore<ObjectsState>()(() => NO_OBJECTS);
}
