import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { CellPlace, Edit } from '../../../shared/hanging/protocol/edit/edits.ts';
import { beginEditing, edited, redone, settled, undone } from '../../../shared/hanging/protocol/edit/history.ts';
import type { Editing } from '../../../shared/hanging/protocol/edit/history.ts';
import { withSteps } from '../../../shared/hanging/protocol/edit/kept-steps.ts';
import type { KeptSteps } from '../../../shared/hanging/protocol/edit/kept-steps.ts';
import { underName } from '../../../shared/hanging/protocol/edit/new-protocol.ts';
import type { ProtocolDraft } from '../../../shared/hanging/protocol/kept.ts';
import type { Box, HangingProtocol, Stage } from '../../../shared/hanging/protocol/protocol.ts';

export type EditorTab = 'cell' | 'series' | 'studies' | 'try';

export interface EditorView {
  readonly editing: Editing;
  /** As it was kept last; null: it is new, and was never kept. */
  readonly kept: HangingProtocol | null;
  /** What of the station's it was made from, for its draft. */
  readonly made: Pick<ProtocolDraft, 'source' | 'version'>;
  /** As the editor began: closing loses nothing of it. Null: nowhere else is what it began with. */
  readonly begun: HangingProtocol | null;
  /** The cell that is chosen, and with it the stage. */
  readonly at: CellPlace;
  /** The image set that is chosen. */
  readonly set: string;
  readonly tab: EditorTab;
  /** What was done or could not be, for the status line. */
  readonly said: string | null;
  /** Whether what is not kept outlives a lock of the store. */
  readonly draft: 'safe' | 'unsafe';
}

const NEW: EditorView['made'] = { source: null, version: null };

/** A protocol that is being edited, and what of it the reader has before them. */
export class ProtocolEditorState {
  readonly store: StoreApi<EditorView>;

  /**
   * @param stage the one to begin with; null: the first
   * @param from what is kept of it, and what of it is lost when it is closed
   * @param steps that were kept with its draft
   */
  constructor(
    document: HangingProtocol,
    stage: string | null,
    from: Pick<EditorView, 'kept' | 'begun' | 'made'> = { kept: document, begun: document, made: NEW },
    steps: KeptSteps | null = null,
  ) {
    const first = document.stages.find(({ id }) => id === stage) ?? document.stages[0];
    this.store = createStore<EditorView>()(() => ({
      editing: steps ? withSteps(document, steps) : beginEditing(document),
      ...{ kept: from.kept, begun: from.begun, made: from.made },
      at: { stage: first?.id ?? '', screen: 0, box: 0 },
      set: document.imageSets[0]?.id ?? '',
      tab: 'cell',
      said: null,
      draft: 'safe',
    }));
  }

  get document(): HangingProtocol {
    return this.store.getState().editing.document;
  }

  get dirty(): boolean {
    return isDirty(this.store.getState());
  }

  /** @param field the one that is typed into; null: a step of its own */
  act(edit: Edit, field: string | null = null): boolean {
    const { editing, at, set } = this.store.getState();
    const before = editing.document;
    const { editing: next, outcome } = edited(editing, edit, field);
    const isNewSet = outcome.ok && (edit.do === 'add-set' || edit.do === 'copy-set');
    this.store.setState({
      editing: next,
      at: standing(next.document, (outcome.ok ? outcome.at : undefined) ?? at, before),
      set: standingSet(next.document, isNewSet ? (outcome.id ?? set) : set, before),
      said: outcome.ok ? null : outcome.words,
    });
    return outcome.ok;
  }

  undo(): void {
    this.#step(undone, 'There is nothing to undo.', 'Undone.');
  }

  redo(): void {
    this.#step(redone, 'There is nothing to do again.', 'Done again.');
  }

  /** The reader goes to another field. */
  settle(): void {
    this.store.setState({ editing: settled(this.store.getState().editing) });
  }

  chooseStage(stage: string): void {
    this.store.setState({ at: { stage, screen: 0, box: 0 }, said: null });
  }

  chooseCell(screen: number, box: number): void {
    this.store.setState({ at: { ...this.store.getState().at, screen, box }, said: null });
  }

  chooseSet(set: string): void {
    this.store.setState({ set, said: null });
  }

  show(tab: EditorTab): void {
    this.store.setState({ tab });
  }

  say(said: string | null): void {
    this.store.setState({ said });
  }

  draftIs(draft: EditorView['draft']): void {
    this.store.setState({ draft });
  }

  /** What is undone leads back to another document. */
  after(before: HangingProtocol): void {
    const { editing } = this.store.getState();
    this.store.setState({ editing: { ...editing, past: [before] } });
  }

  keptAs(kept: HangingProtocol, made: EditorView['made'], said: string): void {
    this.store.setState({ kept, begun: kept, made, said });
  }

  /** It becomes another protocol, with what was done to it; the one that it was is left as it is kept. */
  becomes(id: string, name: string): void {
    this.store.setState({
      editing: underName(this.store.getState().editing, id, name),
      kept: null,
      begun: null,
      made: NEW,
    });
  }

  #step(to: (editing: Editing) => Editing, none: string, done: string): void {
    const { editing, at, set } = this.store.getState();
    const next = to(editing);
    if (next === editing) return this.say(none);
    const before = editing.document;
    this.store.setState({
      editing: next,
      at: standing(next.document, at, before),
      set: standingSet(next.document, set, before),
      said: done,
    });
  }
}

/** Closing it would lose something. */
export function isDirty({ editing, begun }: EditorView): boolean {
  return begun === null || JSON.stringify(editing.document) !== JSON.stringify(begun);
}

/** The stage and the cell that are chosen. */
export function chosenCell({ stages }: HangingProtocol, at: CellPlace): { stage: Stage | null; box: Box | null } {
  const stage = stages.find(({ id }) => id === at.stage) ?? null;
  return { stage, box: stage?.screens[at.screen]?.boxes[at.box] ?? null };
}

/** A place that is there: the same, else the nearest. @param before the document in which the place was */
function standing({ stages }: HangingProtocol, at: CellPlace, before: HangingProtocol): CellPlace {
  const was = Math.max(
    0,
    before.stages.findIndex(({ id }) => id === at.stage),
  );
  const stage = stages.find(({ id }) => id === at.stage) ?? stages[Math.min(was, stages.length - 1)];
  if (!stage) return at;
  const screen = Math.min(at.screen, stage.screens.length - 1);
  const box = Math.min(at.box, (stage.screens[screen]?.boxes.length ?? 1) - 1);
  return { stage: stage.id, screen, box };
}

function standingSet({ imageSets }: HangingProtocol, set: string, before: HangingProtocol): string {
  const was = Math.max(
    0,
    before.imageSets.findIndex(({ id }) => id === set),
  );
  return (imageSets.find(({ id }) => id === set) ?? imageSets[Math.min(was, imageSets.length - 1)])?.id ?? set;
}
