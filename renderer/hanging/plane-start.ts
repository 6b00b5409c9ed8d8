import type { Presentation } from '../../shared/hanging/protocol/display-set.ts';
import type { DeskPlane } from '../../shared/model/desk-plane.ts';
import { step } from '../../shared/volume/grid.ts';
import { planeOrigin, standardPlanes } from '../../shared/volume/plane-stack.ts';
import { MOST_VOLUME_BYTES, planVolume } from '../../shared/volume/plan-volume.ts';
import { isFinding } from './finding-start.ts';
import type { SeriesStack } from './series-stacks.ts';

/**
 * Where planes through a stack begin that a protocol begins elsewhere than in the middle.
 * @param finding place in the stack of the picture where something was found; null: of none
 */
export function planeAt(
  plane: DeskPlane,
  { frames, link }: Pick<SeriesStack, 'frames' | 'link'>,
  picture: Presentation['picture'],
  finding: number | null,
): DeskPlane {
  const through = (finding === null ? null : link.planes[finding]?.centre) ?? null;
  if (through) return { ...plane, through };
  const share = shareOf(isFinding(picture) ? picture.otherwise : picture);
  const plan = share === null || plane.name === 'oblique' ? null : planVolume(frames, MOST_VOLUME_BYTES);
  if (share === null || plane.name === 'oblique' || !plan?.ok) return plane;
  const stack = standardPlanes(plan.grid, plane.name);
  const origin = planeOrigin(stack, Math.round(share * Math.max(0, stack.count - 1)));
  const across = step(origin, stack.row, ((stack.columns - 1) / 2) * stack.spacing[1]);
  return { ...plane, through: step(across, stack.column, ((stack.rows - 1) / 2) * stack.spacing[0]) };
}

/** Null: the middle, or beside the first picture. */
function shareOf(picture: Presentation['picture']): number | null {
  if (picture === 'first') return 0;
  if (picture === 'last') return 1;
  return typeof picture === 'number' ? picture : null;
}
