import type { ComponentType } from 'react';
import type { CallName } from '../../../shared/contract/index.ts';
import type { AreaProps } from './area.ts';
import { CasesArea } from './cases-area.tsx';
import { FiguresArea } from './figures-area.tsx';
import { PackagesArea } from './packages-area.tsx';
import { ProgrammesArea } from './programmes-area.tsx';
import { TeachingArea } from './teaching-area.tsx';

export interface Area {
  readonly id: string;
  readonly label: string;
  /** Whoever may not use this call is not shown the part. */
  readonly call: CallName;
  readonly Content: ComponentType<AreaProps>;
}

/** Parts of the dialog of second readings, in their order. */
export const AREAS: readonly Area[] = [
  { id: 'cases', label: 'Cases', call: 'review.list', Content: CasesArea },
  { id: 'programmes', label: 'Programmes', call: 'review.draw', Content: ProgrammesArea },
  { id: 'figures', label: 'Figures', call: 'review.myFigures', Content: FiguresArea },
  { id: 'teaching', label: 'Teaching', call: 'review.saveConference', Content: TeachingArea },
  { id: 'packages', label: 'Packages', call: 'review.packages', Content: PackagesArea },
];
