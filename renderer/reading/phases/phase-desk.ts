import type { SeriesStacks } from '../../hanging/index.ts';
import type { FrameRef, ViewportHandle } from '../../viewer/index.ts';
import type { Cine } from '../cine.ts';
import type { Say } from '../said-tone.ts';
import type { Composed, DeskStores } from '../stores.ts';

/** What going through phases asks of the desk. */
export interface PhaseDesk {
  readonly stores: DeskStores;
  readonly stacks: SeriesStacks;
  readonly cine: Cine;
  readonly engine: { readonly source: { prefetch(ref: FrameRef, priority: 'near'): Promise<void> } };
  readonly active: ViewportHandle | null;
  readonly say: Say;
  handle(viewportId: string): ViewportHandle | null;
  compose(viewportId: string, cell: Composed): void;
  setCine(on: boolean): void;
}
