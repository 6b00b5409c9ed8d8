/**
 * Which places of a stack to load next: around the place shown, further in the direction of travel.
 * @param direction 1 forwards, -1 backwards, 0 unknown
 * @returns places from 0, nearest need first, without the place itself
 */
export function prefetchOrder(count: number, at: number, direction: -1 | 0 | 1, limit: number): readonly number[] {
  const order: number[] = [];
  const take = (place: number): void => {
    if (place >= 0 && place < count && place !== at && order.length < limit) order.push(place);
  };
  let ahead = 1;
  let behind = 1;
  const step = direction === -1 ? -1 : 1;
  // Three places in the direction of travel for one behind; even when nobody has moved yet.
  const lead = direction === 0 ? 1 : 3;
  while (order.length < limit && (ahead < count || behind < count)) {
    for (let i = 0; i < lead; i += 1, ahead += 1) take(at + step * ahead);
    take(at - step * behind);
    behind += 1;
  }
  return order;
}
