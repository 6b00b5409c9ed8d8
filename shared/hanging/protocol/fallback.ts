import { isShowable } from './case-facts.ts';
import type { HangingCase, HangingStack } from './case-facts.ts';
import { compare, stackOrder } from './sets.ts';
import type { HungStage, HungViewport } from './stages.ts';

/** How the built-in hanging would hang the case: row by row; null leaves a viewport to its reason. */
export interface FallbackPlan {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly viewports: readonly ({ readonly stack: HangingStack; readonly role: 'current' | 'prior' } | null)[];
}

/** The stage of papers, where no protocol hangs: the window lays it out as a stage of a protocol. */
export const PAPERS = { id: 'papers', name: 'Papers first', partial: 'ADAPT_LAYOUT' } as const;
const NOTHING = 'the built-in hanging showed nothing';
/** The width of a sheet beside pictures. */
const SHEET = 0.4;

export interface FallbackHanging {
  readonly name: string;
  readonly stages: readonly HungStage[];
  readonly fault: string | null;
}

/** What hangs where no protocol does; without a plan, or with an empty one, the largest stack of the study; else why there is none. */
export function fallbackHanging(of: HangingCase, plan: FallbackPlan | null): FallbackHanging {
  const isUsable = plan !== null && plan.viewports.some((one) => one !== null);
  const shown = isUsable ? plan : largest(of);
  return {
    name: shown.name,
    stages: [
      ...papersFirst(of, shown),
      { id: 'fallback', name: shown.name, partial: 'MAINTAIN_LAYOUT', viewports: placed(shown) },
    ],
    // Documents alone are all that there is: nothing went wrong.
    fault: plan !== null && !isUsable && !of.study.stacks.some(isShowable) ? NOTHING : null,
  };
}

/** Worksheets, requisitions and scanned notes beside the first of the pictures, as the shipped protocols show them. */
function papersFirst({ study }: HangingCase, { viewports }: FallbackPlan): readonly HungStage[] {
  const [paper] = study.stacks.filter((one) => isShowable(one) && one.content.includes('paper')).toSorted(stackOrder);
  const main = viewports.find((one) => one && !one.stack.content.includes('paper')) ?? null;
  if (!paper || !main) return [];
  const [sheet, beside] = placed({
    ...{ name: PAPERS.name, rows: 1, columns: 2 },
    viewports: [{ stack: paper, role: 'current' }, main],
  });
  if (!sheet || !beside) return [];
  const wide = (one: HungViewport, x: number, width: number): HungViewport => ({
    ...one,
    place: { ...one.place, x, width },
  });
  const narrow = { ...wide(sheet, 0, SHEET), label: 'Papers', look: { picture: 'first', zoom: 'fit' } as const };
  return [{ ...PAPERS, viewports: [narrow, wide(beside, SHEET, 1 - SHEET)] }];
}

function largest({ study }: HangingCase): FallbackPlan {
  const [first] = study.stacks
    .filter(isShowable)
    .toSorted(
      (a, b) =>
        Number(a.images === 0) - Number(b.images === 0) ||
        Number(a.minor) - Number(b.minor) ||
        b.images - a.images ||
        compare(a.seriesUid, b.seriesUid) ||
        a.stack - b.stack ||
        compare(a.objectId ?? '', b.objectId ?? ''),
    );
  const viewport = first ? { stack: first, role: 'current' as const } : null;
  return { name: first?.modality ?? 'No pictures', rows: 1, columns: 1, viewports: [viewport] };
}

function placed({ rows, columns, viewports }: FallbackPlan): readonly HungViewport[] {
  return viewports.map((one, at) => ({
    label: one?.stack.description ?? one?.stack.modality ?? '',
    kind: 'stack',
    place: {
      monitor: 0,
      x: (at % columns) / columns,
      y: Math.floor(at / columns) / rows,
      width: 1 / columns,
      height: 1 / rows,
    },
    role: one?.role ?? 'current',
    stack: one?.stack ?? null,
    over: null,
    reason: one
      ? null
      : viewports.length > 1
        ? 'no comparable series'
        : 'no series of this study has a picture to show',
    remark: null,
    display: null,
    look: {},
  }));
}
