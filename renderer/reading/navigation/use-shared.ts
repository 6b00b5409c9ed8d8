import { useComposition, useDesk, useDeskLayout, useDeskRuntime } from '../desk-context.tsx';
import { isReformatCell } from '../stores.ts';
import { goTogether, isElsewhere, sharedWords } from './link-kinds.ts';

/** What a viewport shares with the others beside its place, in a word. */
export function useShared(viewportId: string): string {
  const desk = useDesk();
  const views = useDeskRuntime(({ linkedViews }) => linkedViews);
  const groups = useDeskRuntime(({ linkGroups }) => linkGroups);
  const ids = useDeskLayout(({ cells }) => cells);
  const cells = useComposition((composition) => composition.cells);
  const here = ids.filter((id) => id !== viewportId && !isReformatCell(id) && cells[id]);
  const others = [...here, ...Object.keys(groups).filter(isElsewhere)];
  if (isReformatCell(viewportId) || !cells[viewportId] || others.length === 0) return '';
  const panGuessed = others.some(
    (id) => goTogether(groups, viewportId, id) && desk.link.way(viewportId, id)?.kind !== 'same',
  );
  return sharedWords(viewportId, { views, groups, others, panGuessed });
}
