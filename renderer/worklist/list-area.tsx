import type { ReactNode } from 'react';
import type { StudyId } from '../../shared/model/ids.ts';
import { useRefusal } from '../app/may.ts';
import { useServices } from '../app/services.tsx';
import { errorWords } from '../app/notices/index.ts';
import { Button, EmptyState, Skeleton } from '../ui/index.ts';
import type { ImportActions } from './use-import.ts';
import { useWorklist, useWorklistView } from './worklist-context.tsx';
import { WorklistGrid } from './worklist-grid.tsx';
import styles from './worklist-screen.module.css';
import { TAB_WORDS } from './tab-filter.ts';

/** The list in each of its states: loading, failed, nothing in the store, nothing found, rows. */
export function ListArea({
  onOpen,
  actions,
}: {
  readonly onOpen: (studyId: StudyId) => void;
  readonly actions: ImportActions;
}) {
  const worklist = useWorklist();
  const state = useWorklistView((view) => view.state);
  const failure = useWorklistView((view) => view.failure);
  const isEmpty = useWorklistView((view) => view.order.shown.length === 0);
  const search = useWorklistView((view) => view.search);
  const tab = useWorklistView((view) => view.tab);
  const any = useWorklistView((view) => view.rows.size > 0);
  if (state === 'loading') return <LoadingRows />;
  if (state === 'failed' && isEmpty) {
    const said = errorWords(failure);
    return (
      <Holder>
        <EmptyState
          title={`The list could not be read: ${said.title.toLowerCase()}`}
          actions={
            <Button tone="primary" onClick={() => void worklist.refresh()}>
              Read it again
            </Button>
          }
        >
          <p>{said.data}</p>
          <p>{said.next}</p>
        </EmptyState>
      </Holder>
    );
  }
  if (!isEmpty) return <WorklistGrid onOpen={onOpen} />;
  if (search !== '') {
    return (
      <Holder>
        <EmptyState
          title="No study fits this search"
          actions={<Button onClick={() => worklist.setSearch('')}>Clear the search</Button>}
        >
          <p>Names, ids, accession numbers and descriptions are searched; accents and case do not count.</p>
        </EmptyState>
      </Holder>
    );
  }
  if (any) {
    return (
      <Holder>
        <EmptyState
          title={`Nothing under “${TAB_WORDS[tab]}”`}
          actions={<Button onClick={() => worklist.setTab('all')}>Show all studies</Button>}
        />
      </Holder>
    );
  }
  return (
    <Holder>
      <NoStudies actions={actions} />
    </Holder>
  );
}

/** Keeps the keys in the list while there are no rows. */
function Holder({ children }: { readonly children: ReactNode }) {
  return <div className={styles['holder']}>{children}</div>;
}

function NoStudies({ actions }: { readonly actions: ImportActions }) {
  const { layout } = useServices();
  const refusal = useRefusal('archive.import');
  const mayNot = refusal !== null;
  return (
    <EmptyState
      title="No studies yet"
      actions={
        <>
          <Button tone="primary" disabled={mayNot} onClick={actions.samples}>
            Open the sample studies
          </Button>
          <Button disabled={mayNot} onClick={actions.folder}>
            Import a folder
          </Button>
          <Button disabled={mayNot} onClick={actions.files}>
            Import files
          </Button>
          <Button onClick={() => layout.setState({ dialog: 'check' })}>Check this station</Button>
        </>
      }
    >
      <p>
        {refusal ??
          'Open the samples, or bring your own: a folder, a ZIP, a disc with DICOMDIR. You can also drop them here.'}
      </p>
    </EmptyState>
  );
}

function LoadingRows() {
  return (
    <div className={styles['holder']} role="status" aria-label="Loading the worklist">
      {Array.from({ length: 12 }, (_, index) => (
        <div key={index} className={styles['loadingRow']}>
          <Skeleton width="100%" height="12px" />
        </div>
      ))}
    </div>
  );
}
