export { hangCase, startIndex } from './hang-case.ts';
export type { Hung, HungCase } from './hang-case.ts';
export { SeriesStacks, stackedSeries } from './series-stacks.ts';
export type { SeriesStack, StackedSeries } from './series-stacks.ts';
