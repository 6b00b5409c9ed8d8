import type { DisplaySet } from '../display-set.ts';
import type { HangingProtocol, ImageSet } from '../protocol.ts';
import { cellsOf, showIn } from './cell-edits.ts';
import { copyLabel, freshId, moved, NOT_THERE, patched, refused } from './edits.ts';
import type { CellPlace, Edit, Outcome } from './edits.ts';

const MOST_SETS = 64;

type Of<Do extends Edit['do']> = Extract<Edit, { readonly do: Do }>;
export type DisplayEdits = Of<'add-display' | 'copy-display' | 'remove-display' | 'set-display'>;
export type SetEdits = Of<'add-set' | 'copy-set' | 'remove-set' | 'move-set' | 'set-set'>;

export function editDisplay(document: HangingProtocol, edit: DisplayEdits): Outcome {
  const { displaySets, stages, imageSets } = document;
  switch (edit.do) {
    case 'add-display': {
      const set = imageSets.find(({ id }) => id === edit.set);
      if (!set) return NOT_THERE;
      return newDisplay(document, edit.at, {
        ...{ id: set.id, label: set.label, kind: 'stack', set: set.id, missing: { do: 'leave-out' } },
      });
    }
    case 'copy-display': {
      const shown = cellsOf(document, edit.at)?.[edit.at.box]?.show;
      const display = displaySets.find(({ id }) => id === shown);
      if (!display) return NOT_THERE;
      return newDisplay(document, edit.at, { ...display, label: copyLabel(display.label) });
    }
    case 'remove-display': {
      const holders = stages.filter(({ screens }) => screens.some(({ boxes }) => boxes.some(({ show }) => show === edit.display))); // prettier-ignore
      if (holders.length > 0) return refused(`It hangs in ${names(holders.map(({ name }) => name))}.`);
      const left = displaySets.filter(({ id }) => id !== edit.display);
      return left.length === displaySets.length
        ? NOT_THERE
        : { ok: true, document: { ...document, displaySets: left } };
    }
    case 'set-display': {
      const at = displaySets.findIndex(({ id }) => id === edit.display);
      if (at < 0) return NOT_THERE;
      return {
        ok: true,
        document: { ...document, displaySets: displaySets.with(at, { ...edit.to, id: edit.display }) },
      };
    }
  }
}

function newDisplay(document: HangingProtocol, at: CellPlace, display: DisplaySet): Outcome {
  const { displaySets } = document;
  if (displaySets.length >= MOST_SETS) return refused(`A protocol has at most ${MOST_SETS} pictures.`);
  const id = freshId(display.id, displaySets.map((one) => one.id)); // prettier-ignore
  const shown = showIn({ ...document, displaySets: [...displaySets, { ...display, id }] }, at, id);
  return shown.ok ? { ...shown, id } : shown;
}

export function editSet(document: HangingProtocol, edit: SetEdits): Outcome {
  const { imageSets } = document;
  const at = edit.do === 'add-set' ? imageSets.length - 1 : imageSets.findIndex(({ id }) => id === edit.set);
  const set = imageSets[at];
  if (!set) return NOT_THERE;
  switch (edit.do) {
    case 'add-set': {
      const modality = document.for.find((rule) => rule.attribute === 'modality' && rule.is === 'equals');
      const value = modality?.is === 'equals' ? modality.value : 'CT';
      return insertedSet(document, at, {
        ...{ id: 'series', label: 'New series', of: 'current', weight: 1 },
        rules: [{ attribute: 'modality', is: 'equals', value, weight: 1, must: true }],
      });
    }
    case 'copy-set':
      return insertedSet(document, at, { ...set, label: copyLabel(set.label) });
    case 'remove-set':
      return removeSet(document, set);
    case 'move-set': {
      const order = moved(imageSets, at, edit.by);
      if (!order) return refused(edit.by < 0 ? 'It is the first series.' : 'It is the last series.');
      const other = order[at];
      const [before, after] = edit.by < 0 ? [set, other] : [other, set];
      if (before && after && leansOn(before).includes(after.id)) {
        return refused(`“${before.label}” is chosen by “${after.label}”, which has to come before it.`);
      }
      return { ok: true, document: { ...document, imageSets: order } };
    }
    case 'set-set':
      return { ok: true, document: { ...document, imageSets: imageSets.with(at, patched<ImageSet>(set, edit.patch)) } };
  }
}

function leansOn({ besides = [], like }: ImageSet): readonly string[] {
  return [...besides, ...(like === undefined ? [] : [like])];
}

function insertedSet(document: HangingProtocol, after: number, set: ImageSet): Outcome {
  const { imageSets } = document;
  if (imageSets.length >= MOST_SETS) return refused(`A protocol has at most ${MOST_SETS} series.`);
  const id = freshId(set.id, imageSets.map((one) => one.id)); // prettier-ignore
  return { ok: true, document: { ...document, imageSets: imageSets.toSpliced(after + 1, 0, { ...set, id }) }, id };
}

/** Nothing that a cell, a stage or another series stands on goes unsaid. */
function removeSet(document: HangingProtocol, { id }: ImageSet): Outcome {
  const { imageSets, displaySets, stages } = document;
  if (imageSets.length === 1) return refused('A protocol needs a series.');
  const pictures = displaySets.filter(
    (one) =>
      one.set === id || (one.kind === 'fusion' && one.over === id) || (one.missing.do === 'next-best' && one.missing.set === id),
  ); // prettier-ignore
  if (pictures.length > 0) return refused(`It is shown by ${names(pictures.map(({ label }) => label))}.`);
  const leaning = imageSets.filter((one) => leansOn(one).includes(id));
  if (leaning.length > 0) return refused(`It chooses ${names(leaning.map(({ label }) => label))}.`);
  const needing = stages.filter(({ needs = [] }) => needs.includes(id));
  if (needing.length > 0) return refused(`${names(needing.map(({ name }) => name))} needs it.`);
  return { ok: true, document: { ...document, imageSets: imageSets.filter((one) => one.id !== id) } };
}

function names(all: readonly string[]): string {
  return all.map((name) => `“${name}”`).join(', ');
}
