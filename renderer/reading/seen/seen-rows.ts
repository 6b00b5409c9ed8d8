import { pictureCount } from '../../../shared/hanging/main-series.ts';
import type { SeenLook } from '../../../shared/model/seen.ts';
import type { SeriesForReading, StudyForReading } from '../../../shared/model/study.ts';
import { seenCounts, seenKind } from '../../../shared/rules/seen-map/seen-kinds.ts';
import type { SeenCounts, SeenPicture } from '../../../shared/rules/seen-map/seen-kinds.ts';
import type { SeriesStacks } from '../../hanging/index.ts';
import type { FrameRef } from '../../viewer/index.ts';

/** One series, picture by picture in the order in which it is scrolled. */
export interface SeenRow {
  readonly series: SeriesForReading;
  readonly name: string;
  readonly refs: readonly FrameRef[];
  readonly pictures: readonly SeenPicture[];
  readonly counts: SeenCounts;
  /** ms, of all pictures together. */
  readonly dwell: number;
}

/** @param wasThere places of each series that were on the glass, by series UID */
export function seenRows(
  { series }: StudyForReading,
  looks: readonly SeenLook[],
  {
    stacks,
    wasThere,
  }: { readonly stacks: SeriesStacks; readonly wasThere: Readonly<Record<string, ReadonlySet<number>>> },
): readonly SeenRow[] {
  const known = new Map(looks.map((look) => [`${look.objectId}/${look.frame}`, look]));
  return series
    .filter((one) => pictureCount(one) > 0)
    .map((one) => {
      const refs = stacks.of(one).stacks.flatMap((stack) => stack.refs);
      const pictures = refs.map(({ objectId, frame }, place): SeenPicture => {
        const look = known.get(`${objectId}/${frame}`);
        return { kind: seenKind(look, wasThere[one.seriesUid]?.has(place) === true), dwell: look?.glassMs ?? 0 };
      });
      const name = `${one.number ?? ''} ${one.description ?? one.protocol ?? one.modality ?? 'Series'}`.trim();
      const dwell = pictures.reduce((sum, picture) => sum + picture.dwell, 0);
      return { series: one, name, refs, pictures, counts: seenCounts(pictures), dwell };
    });
}

export function sumCounts(rows: readonly SeenRow[]): SeenCounts {
  return seenCounts(rows.flatMap(({ pictures }) => pictures));
}
