export { hangCase, linkStackOf, stackOf, startIndex } from './hang-case.ts';
export type { Hung, HungCase } from './hang-case.ts';
