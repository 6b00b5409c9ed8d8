import type { HangingProtocol } from '../protocol.ts';
import { editCells } from './cell-edits.ts';
import { patched, refused } from './edits.ts';
import type { Edit, Outcome } from './edits.ts';
import { faultsIn } from './faults.ts';
import type { Fault } from './faults.ts';
import { editRule } from './rule-edits.ts';
import { editDisplay, editSet } from './set-edits.ts';
import { editStage } from './stage-edits.ts';

/** A document under the hand: as it is, and what it was. */
export interface Editing {
  readonly document: HangingProtocol;
  /** None: it can be kept. */
  readonly faults: readonly Fault[];
  /** The last one is the one before. */
  readonly past: readonly HangingProtocol[];
  /** The first one comes next. */
  readonly future: readonly HangingProtocol[];
  /** What the last step was done to: letters typed into one field are one step. Null: the next one is a step of its own. */
  readonly typing: string | null;
}

/** An edit with what became of it; `words`: why nothing did. */
export interface Edited {
  readonly editing: Editing;
  readonly outcome: Outcome;
}

/** More is not kept: the first steps are forgotten. */
const MOST_STEPS = 500;

export function beginEditing(document: HangingProtocol): Editing {
  return { document, faults: faultsIn(document), past: [], future: [], typing: null };
}

/**
 * Does one edit, or leaves all as it is where it is refused or changes nothing.
 * @param field names the field that is typed into: letters of one are one step; null: a step of its own
 */
export function edited(editing: Editing, edit: Edit, field: string | null = null): Edited {
  const outcome = applyEdit(editing.document, edit);
  if (!outcome.ok) return { editing, outcome };
  const { document, past } = editing;
  // A number that is none is written as null, which no document has otherwise.
  if (JSON.stringify(outcome.document) === JSON.stringify(document)) return { editing, outcome };
  const isSame = field !== null && field === editing.typing;
  const steps = isSame ? past : [...past, document].slice(-MOST_STEPS);
  const next = {
    document: outcome.document,
    faults: faultsIn(outcome.document),
    past: steps,
    future: [],
    typing: field,
  };
  return { editing: next, outcome };
}

export function undone(editing: Editing): Editing {
  const before = editing.past.at(-1);
  if (!before) return editing;
  const { document, past, future } = editing;
  return { ...at(before), past: past.slice(0, -1), future: [document, ...future] };
}

export function redone(editing: Editing): Editing {
  const [next, ...rest] = editing.future;
  if (!next) return editing;
  return { ...at(next), past: [...editing.past, editing.document], future: rest };
}

/** The next letter begins a step of its own: the reader went elsewhere. */
export function settled(editing: Editing): Editing {
  return editing.typing === null ? editing : { ...editing, typing: null };
}

function at(document: HangingProtocol): Pick<Editing, 'document' | 'faults' | 'typing'> {
  return { document, faults: faultsIn(document), typing: null };
}

/**
 * Does one edit to a document. What is typed may make a value that the document cannot have: its faults say so. Whatever else would make
 * a document that names what is not there, or cells that lie over each other, is refused.
 */
export function applyEdit(document: HangingProtocol, edit: Edit): Outcome {
  const outcome = dispatched(document, edit);
  if (!outcome.ok) return outcome;
  const known = new Set(
    faultsIn(document)
      .filter(isInner)
      .map(({ words }) => words),
  );
  const fresh = faultsIn(outcome.document).find((fault) => isInner(fault) && !known.has(fault.words));
  return fresh ? refused(`It would not fit: ${fresh.words}`) : outcome;
}

/** Between the parts of a document, not in a field. */
function isInner({ path }: Fault): boolean {
  return path.length === 0;
}

function dispatched(document: HangingProtocol, edit: Edit): Outcome {
  switch (edit.do) {
    case 'set-protocol':
      return { ok: true, document: patched<HangingProtocol>(document, edit.patch) };
    case 'add-stage':
    case 'copy-stage':
    case 'remove-stage':
    case 'move-stage':
    case 'set-stage':
      return editStage(document, edit);
    case 'add-screen':
    case 'remove-screen':
    case 'set-screen':
    case 'grid':
    case 'split':
    case 'merge':
    case 'remove-cell':
    case 'move-edge':
    case 'swap':
    case 'show':
      return editCells(document, edit);
    case 'add-display':
    case 'copy-display':
    case 'remove-display':
    case 'set-display':
      return editDisplay(document, edit);
    case 'add-set':
    case 'copy-set':
    case 'remove-set':
    case 'move-set':
    case 'set-set':
      return editSet(document, edit);
    case 'add-rule':
    case 'set-rule':
    case 'remove-rule':
      return editRule(document, edit);
  }
}
