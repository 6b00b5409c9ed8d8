import type { FrameInfo, LookupTable } from '../../../../shared/model/image.ts';
import type { Attributes } from './attributes.ts';
import type { Notes } from './data-set.ts';
import { lookupTables } from './lookup-tables.ts';

/** Numbers in the tables of all frames: they are held in the index, and a device has one small curve a frame. */
const MOST_ENTRIES = 1 << 20;

type OwnTables = Pick<FrameInfo, 'voiLuts'>;
const NONE: OwnTables = {};

/**
 * VOI curves of the object: those of its shared functional group where there is one (Part 3 C.7.6.16.2.10), else of the data set.
 * @param signed what goes into them may be negative
 */
export function objectTables(top: Attributes, signed: boolean, notes: Notes): LookupTable[] {
  return lookupTables(top.item('sharedGroups')?.item('frameVoi') ?? top, 'voiLuts', signed, notes);
}

/**
 * VOI curves of each frame that has a group of its own: it replaces those of the object, with none if it has none. All frames get theirs
 * or none does: a stack of which only a part follows its curves would show one tissue in two greys.
 */
export function frameTables(
  top: Attributes,
  each: readonly Attributes[],
  notes: Notes,
): (own: Attributes | null) => OwnTables {
  const shared = top.item('sharedGroups');
  const replaced = (shared?.item('frameVoi') ?? top).has('voiLuts');
  const isSigned = top.integer('pixelRepresentation') === 1;
  const found = new Map<Attributes, OwnTables>();
  let entries = 0;
  for (const own of each) {
    const group = own.item('frameVoi');
    if (group === null || (!group.has('voiLuts') && !replaced)) continue;
    const rescale = own.item('pixelTransformation') ?? shared?.item('pixelTransformation') ?? top;
    const isNegative = isSigned || (rescale.number('rescaleIntercept') ?? 0) < 0;
    const voiLuts = lookupTables(group, 'voiLuts', isNegative, notes);
    entries += voiLuts.reduce((sum, { data }) => sum + data.length, 0);
    if (entries > MOST_ENTRIES) {
      notes.add('lookup-tables-left-out');
      return () => NONE;
    }
    found.set(own, { voiLuts });
  }
  return (own) => (own === null ? NONE : (found.get(own) ?? NONE));
}
