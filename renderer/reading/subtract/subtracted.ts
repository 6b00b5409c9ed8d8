import type { StudyId } from '../../../shared/model/ids.ts';
import type { MaskItem, RowColumn } from '../../../shared/model/image.ts';

/** What is taken from the pictures of one viewport, as the reader wants it: part of the composition, and goes with it. */
export type Subtracted =
  | {
      readonly kind: 'mask';
      /** Frames from 1, averaged, and where they are moved to; null: as the object says. */
      /** Of a presentation state, in place of what the object says; absent: none was shown. */
      readonly items?: readonly MaskItem[] | undefined;
      readonly chosen: { readonly masks: readonly number[]; readonly shift: RowColumn } | null;
    }
  | {
      readonly kind: 'series';
      /** The pictures without contrast. */
      readonly taken: { readonly studyId: StudyId; readonly seriesUid: string; readonly stack: number };
    };
