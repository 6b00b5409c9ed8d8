import { useStore } from 'zustand';
import type { StudyId } from '../../shared/model/ids.ts';
import type { ReadinessFacts } from '../../shared/model/readiness.ts';
import type { WorklistRow } from '../../shared/model/study.ts';
import { readinessMark } from '../../shared/rules/readiness-mark.ts';
import { useKeyLabel, useRegisterCommands } from '../app/commands/index.ts';
import { useRefusal } from '../app/may.ts';
import { useServices } from '../app/services.tsx';
import { errorWords, useNotices } from '../app/notices/index.ts';
import { Banner, Button, Tabs } from '../ui/index.ts';
import { CaseMenu } from './case-menu.tsx';
import { DropTarget } from './drop-target.tsx';
import { ListArea } from './list-area.tsx';
import { LIST_KEYS } from './list-keys.ts';
import { isOrderAlone } from './order-words.ts';
import { PreviewPane } from './preview/preview-pane.tsx';
import { StatStrip } from './stat-strip.tsx';
import { isUnder, TABS, TAB_WORDS } from './tab-filter.ts';
import { TopBar } from './top-bar.tsx';
import { TransfersPanel } from './transfers/transfers-panel.tsx';
import { useRoomNotice } from './transfers/use-room-notice.ts';
import { useTonightCommand } from './transfers/use-tonight.ts';
import { useImport } from './use-import.ts';
import { useWorklist, useWorklistView } from './worklist-context.tsx';
import styles from './worklist-screen.module.css';

const PANEL_ID = 'worklist-panel';

/** The reading list with its bar, tabs, preview and transfers. */
export function WorklistScreen({ onOpen }: { readonly onOpen: (studyId: StudyId) => void }) {
  const { layout } = useServices();
  const open = useOpen(onOpen);
  const actions = useImport();
  const mayImport = useRefusal('archive.import') === null;
  const transfersShown = useStore(layout, (state) => state.transfersShown);
  const previewShown = useWorklistView((view) => view.previewShown);
  const hasRows = useWorklistView((view) => view.rows.size > 0);
  useTonightCommand();
  useRoomNotice();
  useRegisterCommands([
    {
      ...LIST_KEYS.importFolder,
      enabled: () => mayImport,
      run: actions.folder,
    },
    {
      ...LIST_KEYS.importFiles,
      enabled: () => mayImport,
      run: actions.files,
    },
    {
      ...LIST_KEYS.openSamples,
      enabled: () => mayImport,
      run: actions.samples,
    },
  ]);
  return (
    <div className={styles['screen']} data-scope="worklist">
      <TopBar />
      <div className={styles['body']}>
        <div className={styles['list']}>
          <TabRow onOpen={open} />
          <StaleBanner />
          <div id={PANEL_ID} role="tabpanel" aria-label="Studies" className={styles['panel']}>
            <ListArea onOpen={open} actions={actions} />
          </div>
          {previewShown && hasRows ? <PreviewPane /> : null}
        </div>
        {transfersShown ? <TransfersPanel onClose={() => layout.setState({ transfersShown: false })} /> : null}
      </div>
      <DropTarget onDropped={actions.dropped} />
    </div>
  );
}

/** Opens what can be opened: an order alone has nothing to look at yet. */
function useOpen(onOpen: (studyId: StudyId) => void): (studyId: StudyId) => void {
  const worklist = useWorklist();
  const notices = useNotices();
  return (studyId) => {
    const row = worklist.view.getState().rows.get(studyId);
    if (row === undefined || !isOrderAlone(row)) return onOpen(studyId);
    notices.add({
      tone: 'note',
      title: 'The images are still at the site',
      detail: 'The order is here and in the list. It can be opened as soon as images arrive.',
    });
  };
}

function TabRow({ onOpen }: { readonly onOpen: (studyId: StudyId) => void }) {
  const worklist = useWorklist();
  const rows = useWorklistView((view) => view.rows);
  const chosen = useWorklistView((view) => view.tab);
  const total = useWorklistView((view) => view.total);
  const toDeliver = useWorklistView((view) => view.toDeliver);
  const all = [...rows.values()];
  const facts = useStore(worklist.readiness.view, (view) => view.facts);
  const ready = all.filter((row) => isReadyRow(row, facts.get(row.studyId))).length;
  return (
    <div className={styles['tabRow']}>
      <Tabs
        label="Lists"
        panelId={PANEL_ID}
        chosen={chosen}
        onChoose={(tab) => worklist.setTab(tab)}
        tabs={TABS.map((tab) => ({
          id: tab,
          label: TAB_WORDS[tab],
          count: tab === 'deliver' ? toDeliver.size : all.filter((row) => isUnder(row, tab)).length,
        }))}
      />
      <span className={styles['space']} />
      <StatStrip onOpen={onOpen} />
      <CaseMenu onOpen={onOpen} />
      <NewStrip />
      <span className={styles['sum']}>
        {total > all.length ? `first ${all.length} of ${total}` : `${total} ${total === 1 ? 'study' : 'studies'}`} ·{' '}
        {ready} ready offline
      </span>
    </div>
  );
}

function isReadyRow(row: WorklistRow, facts: ReadinessFacts | undefined): boolean {
  const { kind } = readinessMark(row, facts ?? null, String);
  return kind === 'ready' || kind === 'ready-without-prior';
}

/** What arrived while the list stood still. Its place is kept, so nothing moves when it comes. */
function NewStrip() {
  const worklist = useWorklist();
  const key = useKeyLabel(LIST_KEYS.showNew.id);
  const waiting = useWorklistView((view) => view.order.waiting);
  const rows = useWorklistView((view) => view.rows);
  const stat = waiting.filter((id) => rows.get(id)?.priority === 'stat').length;
  return (
    <div className={styles['strip']} role="status">
      {waiting.length === 0 ? null : (
        <Button tone="quiet" keyHint={key ?? ''} onClick={() => worklist.showWaiting()}>
          {`${waiting.length} new${stat > 0 ? `, ${stat} STAT` : ''}`}
        </Button>
      )}
    </div>
  );
}

/** The last question failed while rows are shown: they may be old, and that is said. */
function StaleBanner() {
  const worklist = useWorklist();
  const failure = useWorklistView((view) => (view.state === 'failed' && view.rows.size > 0 ? view.failure : null));
  if (failure === null) return null;
  return (
    <Banner tone="failed" actions={<Button onClick={() => void worklist.refresh()}>Read it again</Button>}>
      {`The list may be out of date: ${errorWords(failure).title.toLowerCase()}.`}
    </Banner>
  );
}
