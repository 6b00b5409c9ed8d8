import type { RegisteredSpace, Registration, Rigid } from '../../../../shared/model/registration.ts';
import { after, isSame, rigidFrom, SAME_PLACE } from '../../../../shared/rules/registration/rigid.ts';
import type { Attributes } from '../parse/attributes.ts';

const RIGID_CLASS = '1.2.840.10008.5.1.4.1.1.66.1';
const DEFORMABLE_CLASS = '1.2.840.10008.5.1.4.1.1.66.3';
/** Spaces of one object, and matrices of one space; devices write two and one. */
const MOST_SPACES = 64;
const MOST_MATRICES = 8;

/** What a registration says (Part 3, C.20.2 and C.20.3); null where the object is none. */
export function readRegistration(attributes: Attributes): Registration | null {
  const sopClass = attributes.uid('sopClass');
  if (sopClass !== RIGID_CLASS && sopClass !== DEFORMABLE_CLASS) return null;
  const reference = attributes.uid('frameOfReference');
  const maker = [attributes.line('manufacturer'), attributes.line('model')].filter((part) => part !== null);
  return {
    reference,
    spaces: withoutContradictions(
      sopClass === RIGID_CLASS
        ? attributes.items('registrations').slice(0, MOST_SPACES).map(spaceOf)
        : attributes.items('deformableRegistrations').slice(0, MOST_SPACES).map(deformedSpace),
      reference,
    ),
    label: attributes.line('contentLabel'),
    description: attributes.line('contentDescription') ?? attributes.line('seriesDescription'),
    creator: attributes.text('contentCreator'),
    maker: maker.length === 0 ? null : maker.join(' '),
    date: attributes.text('contentDate'),
    time: attributes.text('contentTime'),
  };
}

function spaceOf(item: Attributes): RegisteredSpace {
  const frameOfReference = item.uid('frameOfReference');
  const named = { frameOfReference, images: item.items('referencedImages').length };
  if (frameOfReference === null) return { ...named, matrix: null, fault: 'no-frame-of-reference' };
  return { ...named, ...matrixOf(item.item('matrixRegistration')?.items('matrices') ?? []) };
}

function deformedSpace(item: Attributes): RegisteredSpace {
  const frameOfReference = item.uid('sourceFrameOfReference');
  return { frameOfReference, images: item.items('referencedImages').length, matrix: null, fault: 'deformable' };
}

function matrixOf(items: readonly Attributes[]): Pick<RegisteredSpace, 'matrix' | 'fault'> {
  if (items.length === 0) return { matrix: null, fault: 'no-matrix' };
  if (items.length > MOST_MATRICES) return { matrix: null, fault: 'order-unclear' };
  const all: Rigid[] = [];
  for (const item of items) {
    if (item.text('matrixType') !== 'RIGID') return { matrix: null, fault: 'not-said-rigid' };
    const read = rigidFrom(item.numbers('transformMatrix'));
    if (read.matrix === null) return read;
    all.push(read.matrix);
  }
  // Writers disagree about which of several is applied first: where it matters, none of them is believed.
  const one = all.reduce((sum, matrix) => after(sum, matrix));
  const other = all.reduce((sum, matrix) => after(matrix, sum));
  return isSame(one, other) ? { matrix: one, fault: null } : { matrix: null, fault: 'order-unclear' };
}

/** The same space twice, or the object's own space moved against itself. */
function withoutContradictions(spaces: readonly RegisteredSpace[], reference: string | null): RegisteredSpace[] {
  return spaces.map((space) => {
    const { frameOfReference, matrix } = space;
    if (matrix === null || frameOfReference === null) return space;
    const others = spaces.flatMap((one) => (one.frameOfReference === frameOfReference ? (one.matrix ?? []) : []));
    if (frameOfReference === reference) others.push(SAME_PLACE);
    return others.every((one) => isSame(one, matrix)) ? space : { ...space, matrix: null, fault: 'contradicts-itself' };
  });
}
