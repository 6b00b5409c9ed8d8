/** Where a command's keys act: everywhere, or only while that part of the window has the focus. */
export type KeyScope = 'global' | 'worklist' | 'image' | 'report';

/** A key of the one and the same key of the other would stand in each other's way. */
export function meet(one: KeyScope, other: KeyScope): boolean {
  return one === other || one === 'global' || other === 'global';
}
