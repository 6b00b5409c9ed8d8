import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { asAppError } from '../../../shared/errors/app-error.ts';
import { ONE_MONITOR } from '../../../shared/hanging/protocol/case-facts.ts';
import type { HangingMonitor } from '../../../shared/hanging/protocol/case-facts.ts';
import type { HangingProtocol } from '../../../shared/hanging/protocol/protocol.ts';
import type { DocumentOwner } from '../../../shared/model/kept-document.ts';
import { errorWords } from '../../app/notices/index.ts';
import { useServices } from '../../app/services.tsx';
import { Button, Dialog, Tabs } from '../../ui/index.ts';
import { CellPanel } from './cell-panel.tsx';
import { DraftKeeper } from './draft-keeper.ts';
import type { KeptSteps } from '../../../shared/hanging/protocol/edit/kept-steps.ts';
import { DraftQuestion } from './draft-question.tsx';
import { EditorContext, useDocument, useEditor, useEditorView } from './editor-context.ts';
import { ProtocolEditorState } from './editor-state.ts';
import type { EditorTab } from './editor-state.ts';
import styles from './editor.module.css';
import { LayoutTools } from './layout-tools.tsx';
import { ChosenCell, LayoutView } from './layout-view.tsx';
import { sharingWords } from './monitor-words.ts';
import { SaveBar } from './save-bar.tsx';
import { SeriesPanel } from './series-panel.tsx';
import { StageList } from './stage-list.tsx';
import { StudiesPanel } from './studies-panel.tsx';
import { TryPanel } from './try-panel.tsx';
import { TryStore } from './try-store.tsx';
import { useFocusHome } from './use-focus-home.ts';
import { useKept } from './use-kept.ts';
import type { EditedProtocol, KeptProtocol } from './use-kept.ts';
import { useSaving } from './use-saving.ts';
import type { Saving } from './use-saving.ts';

const TITLE = 'Edit hanging protocol';
const NEW_TITLE = 'New hanging protocol';
const PANEL = 'protocol-editor-panel';
const TABS: readonly { readonly id: EditorTab; readonly label: string }[] = [
  { id: 'cell', label: 'This cell' },
  { id: 'series', label: 'Series' },
  { id: 'studies', label: 'Studies' },
  { id: 'try', label: 'Try' },
];

interface EditorProps {
  readonly of: EditedProtocol;
  readonly onClose: () => void;
  /** Closes, and hangs the open case anew by what was kept; left out where the editor was not opened from a case. */
  readonly onHang?: (id: string) => void;
}

/** Layout, rules and stages of one hanging protocol, by keyboard or mouse. One that came with the program is kept as the reader's own. */
export function ProtocolEditor({ of, onClose, onHang }: EditorProps) {
  const { kept, failure } = useKept(of);
  const { link } = useServices();
  const [answer, setAnswer] = useState<'go-on' | 'anew' | null>(null);
  const draft = kept?.draft ?? null;
  if (kept && draft && answer === null) {
    const anew = (): void => {
      setAnswer('anew');
      // Where it stays, it is offered again.
      void link.call('hanging.dropDraft', { id: draft.draft.document.id }).catch(() => undefined);
    };
    const { version } = kept.document;
    return (
      <DraftQuestion
        draft={draft}
        version={version}
        onGoOn={() => setAnswer('go-on')}
        onAnew={anew}
        onClose={onClose}
      />
    );
  }
  if (kept) {
    const isDraft = draft !== null && answer === 'go-on';
    const document = isDraft ? draft.draft.document : kept.document;
    const stage = 'stage' in of ? (of.stage ?? null) : null;
    const common = { kept, document, stage, onClose, onHang };
    const steps = (isDraft ? draft.draft.steps : null) ?? kept.steps;
    return <OpenEditor {...common} steps={steps} isDraft={isDraft || kept.isDraft} />;
  }
  const words = failure === null ? null : errorWords(asAppError(failure));
  return (
    <Dialog title={TITLE} width="full" open onClose={onClose} actions={<Button onClick={onClose}>Close</Button>}>
      <p className={styles['opening']} role={words ? 'alert' : 'status'}>
        {words ? `${words.title}. ${words.data} ${words.next}` : 'Opening the protocol …'}
      </p>
    </Dialog>
  );
}

interface OpenProps {
  readonly stage: string | null;
  readonly kept: KeptProtocol;
  /** As it is to be edited. */
  readonly document: HangingProtocol;
  /** A draft of it is at the station. */
  readonly isDraft: boolean;
  /** Of undo, of that draft; null: none were kept. */
  readonly steps: KeptSteps | null;
  readonly onClose: () => void;
  readonly onHang: ((id: string) => void) | undefined;
}

function OpenEditor(props: OpenProps) {
  const { kept, document, stage, steps } = props;
  const [state] = useState(() => {
    const made = new ProtocolEditorState(document, stage, kept, steps);
    if (kept.kept && document !== kept.kept && steps === null) made.after(kept.kept);
    return made;
  });
  return (
    <EditorContext value={state}>
      <EditorDialog {...props} />
    </EditorContext>
  );
}

function EditorDialog({ kept, isDraft, onClose, onHang }: Omit<OpenProps, 'stage' | 'document' | 'steps'>) {
  const editor = useEditor();
  const { hanging } = useServices();
  const place = useRef<HTMLDivElement>(null);
  const [leaving, setLeaving] = useState(false);
  // What is on the desk does not change while the dialog lies over it.
  const [facts] = useState(() => hanging.openCase());
  const saving = useSaving(kept, () =>
    soon(() => place.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus()),
  );
  const drop = useDraft(isDraft);
  useFocusHome(place);
  // Whatever is changed may take away what had the keys.
  useEditorView((view) => view);
  const leave = (): void => {
    if (saving.asking) return saving.ask(false);
    if (editor.dirty) return setLeaving(true);
    onClose();
  };
  const title = useEditorView((view) => (view.kept ? `${TITLE}: ${view.kept.name}` : NEW_TITLE));
  const toCell = (): void => {
    editor.show('cell');
    soon(() => place.current?.querySelector<HTMLElement>(`#${PANEL} select`)?.focus());
  };
  return (
    <Dialog title={title} width="full" open onClose={leave}>
      <div ref={place} className={styles['editor']} onKeyDown={(event) => pressed(event, saving, editor)}>
        <div className={styles['columns']}>
          <StageList />
          <section className={styles['column']} aria-label="Layout of the stage">
            <LayoutTools />
            <LayoutView monitors={facts?.monitors ?? ONE_MONITOR} onEnter={toCell} />
            <ChosenCell />
            <Sharing monitors={facts?.monitors ?? ONE_MONITOR} />
          </section>
          <Panels kept={kept} facts={facts} scope={saving.owner.scope} />
        </div>
        <SaveBar
          saving={saving}
          leaving={leaving}
          onStay={() => setLeaving(false)}
          onLeave={() => {
            drop();
            onClose();
          }}
          onClose={leave}
          onHang={onHang && (() => onHang(editor.document.id))}
        />
      </div>
    </Dialog>
  );
}

/** What is not kept is a draft at the station as long as the editor is open, and after it unless the reader drops it. @returns drops it */
function useDraft(drafted: boolean): () => void {
  const { link } = useServices();
  const editor = useEditor();
  const keeper = useRef<DraftKeeper | null>(null);
  useEffect(() => {
    const own = new DraftKeeper(link, editor, drafted);
    keeper.current = own;
    return () => own.stop();
  }, [link, editor, drafted]);
  // Where it cannot be dropped it is offered again.
  return () => void keeper.current?.drop().catch(() => undefined);
}

/** What becomes of screens for which there is no monitor here. */
function Sharing({ monitors }: { readonly monitors: readonly HangingMonitor[] }) {
  const { stages } = useDocument();
  const stage = useEditorView(({ at }) => at.stage);
  const words = sharingWords(stages.find(({ id }) => id === stage)?.screens ?? [], monitors);
  return words === null ? null : <p className={styles['quiet']}>{words}</p>;
}

function Panels({
  kept,
  facts,
  scope,
}: {
  readonly kept: KeptProtocol;
  readonly facts: Parameters<typeof TryPanel>[0]['facts'];
  readonly scope: DocumentOwner['scope'];
}) {
  const editor = useEditor();
  const tab = useEditorView((view) => view.tab);
  return (
    <section className={styles['column']} aria-label="What it shows, by which rules, and for whom">
      <div className={styles['tabs']} data-part="">
        <Tabs
          label="Parts of the protocol"
          tabs={TABS}
          chosen={tab}
          panelId={PANEL}
          onChoose={(id) => editor.show(id)}
        />
      </div>
      <div id={PANEL} role="tabpanel" aria-label={TABS.find(({ id }) => id === tab)?.label} data-focus-home="">
        {tab === 'cell' ? <CellPanel /> : null}
        {tab === 'series' ? <SeriesPanel /> : null}
        {tab === 'studies' ? <StudiesPanel /> : null}
        {tab === 'try' ? <TryPanel facts={facts} others={kept.others} /> : null}
        {/* It stays: a count goes on while the reader looks at the rules. */}
        <div hidden={tab !== 'try'} className={styles['after']}>
          <TryStore monitors={facts?.monitors ?? ONE_MONITOR} scope={scope} />
        </div>
      </div>
    </section>
  );
}

/** The parts that F6 goes through. */
const PARTS = '[data-part]';

/** To the next part of the dialog, or back: the stages, the layout, what it shows, what to do with it. */
function goToPart(within: Element, by: 1 | -1): void {
  const parts = [...within.querySelectorAll<HTMLElement>(PARTS)];
  const here = parts.findIndex((part) => part.contains(document.activeElement));
  const next = parts[(here + by + parts.length) % parts.length];
  const first = next?.querySelector<HTMLElement>(
    '[role="option"][tabindex="0"], [role="tab"][tabindex="0"], [data-first]',
  );
  (first ?? next)?.focus();
}

/** Undo, redo and save, wherever in the dialog the keys are: what a field would undo by itself is a step of the document, too. */
function pressed(event: KeyboardEvent, saving: Saving, editor: ProtocolEditorState): void {
  const key = event.key.toLowerCase();
  // While a name is typed these keys are of its field.
  if (saving.asking) return;
  if (key === 'f6') goToPart(event.currentTarget, event.shiftKey ? -1 : 1);
  else if (!event.ctrlKey || event.altKey) return;
  else if (key === 'z' && !event.shiftKey) editor.undo();
  else if (key === 'y' || (key === 'z' && event.shiftKey)) editor.redo();
  else if (key === 's' && event.shiftKey) saving.ask(true);
  else if (key === 's') saving.save();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** When what was chosen stands there. */
function soon(then: () => void): void {
  requestAnimationFrame(then);
}
