export { CasePane } from './case-pane.tsx';
export { SecondReadingsDialog } from './second-readings-dialog.tsx';
export { useCaseOfStudy } from './use-case-of-study.ts';
