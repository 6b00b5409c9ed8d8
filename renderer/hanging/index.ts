export { caseOf } from './case-of.ts';
export { hangStage } from './hang-stage.ts';
export type { OpenStudies, StageCell, StageOnDesk, StageParts } from './hang-stage.ts';
export { inReadingOrder, linesOf, regularGrid, tracksOf } from './tracks.ts';
export type { Rect, Tracks } from './tracks.ts';
export { hangCase, startIndex } from './hang-case.ts';
export type { Hung, HungCase } from './hang-case.ts';
export { inOrder, SeriesStacks, stackedSeries } from './series-stacks.ts';
export type { SeriesStack, StackedSeries } from './series-stacks.ts';
