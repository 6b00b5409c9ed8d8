export { hangCase, linkStackOf, stackOf, startIndex } from './hang-case.ts';
export type { Hung, HungCase } from './hang-case.ts';
export { SeriesStacks } from './series-stacks.ts';
export type { SeriesStack } from './series-stacks.ts';
