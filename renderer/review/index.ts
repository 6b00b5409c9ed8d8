export { CasePane } from './case-pane.tsx';
export { PriorOpinionDialog } from './prior/prior-opinion-dialog.tsx';
export { PriorOpinionEntry } from './prior/prior-opinion-entry.tsx';
export { usePriorOpinion } from './prior/use-prior-opinion.ts';
export { SecondReadingsDialog } from './second-readings-dialog.tsx';
export { useCaseOfStudy } from './use-case-of-study.ts';
