/** Of the document element: presses of the mouse leave the keys where they are. */
const MARK = 'keysHeld';

/** Whether the keys stay in the text that has them. A part that takes the focus by itself when it is pressed asks first. */
export function keysAreHeld({ ownerDocument }: Element): boolean {
  return ownerDocument.documentElement.dataset[MARK] === 'true';
}

export function markKeysHeld(target: Document, held: boolean): void {
  const { dataset } = target.documentElement;
  if (held) dataset[MARK] = 'true';
  else delete dataset[MARK];
}
