/** What the worker sends when it left something of a page out. */
export const GAP = 'nightjar:left-out';
