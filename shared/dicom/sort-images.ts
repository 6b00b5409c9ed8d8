import type { ImageInfo, Orientation, Vec3 } from '../model/image.ts';

/** What the order of a series is made from. */
export type SortableImage = Pick<ImageInfo, 'sopUid' | 'instanceNumber' | 'acquisitionNumber' | 'perFrame'>;

/** Directions that differ by less are one stack: cosine of about half a degree. */
const SAME_DIRECTION = 0.99996;
/** Positions nearer than this along the normal are the same place, mm. */
const SAME_PLACE = 0.01;

interface Placed<T> {
  readonly image: T;
  readonly along: number;
}

/**
 * Display order of the objects of one series. Objects with geometry are stacked by orientation and run along the normal
 * of their planes: axial from head to feet, coronal from front to back, sagittal from right to left, whatever the
 * instance numbers say. Several volumes at the same places (phases, echoes, b-values) follow one another: told apart by
 * temporal position, stack or acquisition, else by their rank at each place. Objects without geometry come last, by
 * instance number. Ties keep the order of instance number, SOP UID and input.
 */
export function sortImages<T extends SortableImage>(images: readonly T[]): T[] {
  const bare = images.filter((image) => !placeOf(image));
  const stacks = stacksOf(images.filter((image) => placeOf(image) !== null));
  const ordered = stacks.map((stack) => sortStack(stack)).sort((a, b) => byNumber(leader(a), leader(b)));
  return [...ordered.flat(), ...[...bare].sort(byNumber)];
}

function placeOf(image: SortableImage): { readonly position: Vec3; readonly orientation: Orientation } | null {
  const frame = image.perFrame[0];
  return frame?.position && frame.orientation ? { position: frame.position, orientation: frame.orientation } : null;
}

/** The member that stands for a stack among the others: the one with the lowest instance number. */
function leader<T extends SortableImage>(stack: readonly T[]): T {
  const [first, ...rest] = stack;
  if (first === undefined) throw new RangeError('a stack has members');
  return rest.reduce((best, image) => (byNumber(image, best) < 0 ? image : best), first);
}

function byNumber(a: SortableImage, b: SortableImage): number {
  const first = a.instanceNumber ?? Number.POSITIVE_INFINITY;
  const second = b.instanceNumber ?? Number.POSITIVE_INFINITY;
  if (first !== second) return first < second ? -1 : 1;
  const uidA = a.sopUid ?? '';
  const uidB = b.sopUid ?? '';
  return uidA === uidB ? 0 : uidA < uidB ? -1 : 1;
}

/** Row and column direction both agree within the tolerance with the first member. */
function stacksOf<T extends SortableImage>(images: readonly T[]): T[][] {
  const stacks: { readonly orientation: Orientation; readonly members: T[] }[] = [];
  for (const image of images) {
    const place = placeOf(image);
    if (!place) continue;
    const found = stacks.find((stack) => sameDirection(stack.orientation, place.orientation));
    if (found) found.members.push(image);
    else stacks.push({ orientation: place.orientation, members: [image] });
  }
  return stacks.map((stack) => stack.members);
}

/** Headers round their cosines, so lengths are divided out. */
function sameDirection(a: Orientation, b: Orientation): boolean {
  // Within one stack they mostly are the same numbers.
  if (a.every((value, at) => value === b[at])) return true;
  const cosine = (from: number): number => {
    const dot = a.slice(from, from + 3).reduce((sum, value, axis) => sum + value * (b[from + axis] ?? 0), 0);
    return dot / (Math.hypot(...a.slice(from, from + 3)) * Math.hypot(...b.slice(from, from + 3)));
  };
  return cosine(0) > SAME_DIRECTION && cosine(3) > SAME_DIRECTION;
}

/** Normal of the image plane (unit length, as far as the header's cosines are), turned so that walking along it is the display direction. Patient LPS. */
export function displayNormal(orientation: Orientation): Vec3 {
  const [rx, ry, rz, cx, cy, cz] = orientation;
  const normal: Vec3 = [ry * cz - rz * cy, rz * cx - rx * cz, rx * cy - ry * cx];
  const [x, y, z] = normal.map(Math.abs) as [number, number, number];
  // To the feet, to the back, to the left: -z, +y, +x in LPS.
  const forward = z >= x && z >= y ? normal[2] < 0 : y >= x ? normal[1] > 0 : normal[0] > 0;
  const sign = forward ? 1 : -1;
  return [normal[0] * sign, normal[1] * sign, normal[2] * sign];
}

function sortStack<T extends SortableImage>(members: readonly T[]): T[] {
  const first = members[0] ? placeOf(members[0]) : null;
  if (!first) return [...members];
  const normal = displayNormal(first.orientation);
  const placed = members
    .map((image) => ({ image, along: project(placeOf(image)?.position ?? [0, 0, 0], normal) }))
    .sort((a, b) => compareAlong(a, b) || byNumber(a.image, b.image));
  return volumes(placed).flatMap((volume) => volume.map(({ image }) => image));
}

function project(position: Vec3, normal: Vec3): number {
  return position[0] * normal[0] + position[1] * normal[1] + position[2] * normal[2];
}

/** Rounded, so that the comparison is an order (nearness alone is not transitive). */
function compareAlong(a: { readonly along: number }, b: { readonly along: number }): number {
  return Math.round(a.along / SAME_PLACE) - Math.round(b.along / SAME_PLACE);
}

function hasRepeats(placed: readonly Placed<unknown>[]): boolean {
  return placed.some((item, index) => {
    const previous = placed[index - 1];
    return previous !== undefined && compareAlong(previous, item) === 0;
  });
}

/** One volume when every place occurs once; else split by the first attribute that makes it so. */
function volumes<T extends SortableImage>(placed: readonly Placed<T>[]): (readonly Placed<T>[])[] {
  if (!hasRepeats(placed)) return [placed];
  const keys: readonly ((image: T) => number | string | null)[] = [
    (image) => image.perFrame[0]?.temporalPosition ?? null,
    (image) => image.perFrame[0]?.stack?.id ?? null,
    (image) => image.acquisitionNumber,
  ];
  for (const key of keys) {
    const groups = splitBy(placed, key);
    if (groups && groups.every((group) => !hasRepeats(group))) return groups;
  }
  return byRank(placed);
}

/** Null when the attribute does not tell anything apart, or is missing somewhere. */
function splitBy<T>(
  placed: readonly Placed<T>[],
  key: (image: T) => number | string | null,
): (readonly Placed<T>[])[] | null {
  const groups = new Map<number | string, Placed<T>[]>();
  for (const item of placed) {
    const value = key(item.image);
    if (value === null) return null;
    const group = groups.get(value);
    if (group) group.push(item);
    else groups.set(value, [item]);
  }
  if (groups.size < 2) return null;
  return [...groups.entries()].sort(([a], [b]) => compareKeys(a, b)).map(([, group]) => group);
}

function compareKeys(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : 1;
}

/**
 * First at every place, then second at every place: what b-values and echoes without a name need. Where few places repeat, what
 * repeats is a duplicate and stays beside its twin.
 */
function byRank<T>(placed: readonly Placed<T>[]): (readonly Placed<T>[])[] {
  const passes: Placed<T>[][] = [];
  let rank = 0;
  for (const [index, item] of placed.entries()) {
    const previous = placed[index - 1];
    rank = previous !== undefined && compareAlong(previous, item) === 0 ? rank + 1 : 0;
    const pass = passes[rank];
    if (pass) pass.push(item);
    else passes[rank] = [item];
  }
  const [first = [], second = []] = passes;
  return second.length < first.length / 2 ? [placed] : passes;
}
