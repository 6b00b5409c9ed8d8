import type { Hanging } from '../../../shared/hanging/protocol/match.ts';
import type { DeskStage } from '../../../shared/hanging/protocol/on-desk.ts';

/** "CT chest: With prior". */
export function nameOf({ name }: Hanging, stage: DeskStage, count: number): string {
  return count > 1 || stage.name !== name ? `${name}: ${stage.name}` : name;
}

/** Whether they show the same at the same places. */
export function sameStages(a: readonly DeskStage[], b: readonly DeskStage[]): boolean {
  const said = (stages: readonly DeskStage[]): string =>
    JSON.stringify(
      stages.map(({ id, viewports }) => [
        id,
        viewports.map(({ stack, place, kind }) => [stack?.studyUid, stack?.seriesUid, stack?.stack, place, kind]),
      ]),
    );
  return said(a) === said(b);
}
