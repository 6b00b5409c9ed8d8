import { useState } from 'react';
import { useStore } from 'zustand';
import type { StudyId } from '../../shared/model/ids.ts';
import type { Report } from '../../shared/model/report.ts';
import type { Together } from '../../shared/model/together.ts';
import { togetherWords } from '../../shared/report/together.ts';
import { useRegisterCommands } from '../app/commands/index.ts';
import { useNotices } from '../app/notices/index.ts';
import { REPORT_KEYS } from './report-keys.ts';
import type { ReportSession } from './report-session.ts';
import styles from './report-panel.module.css';
import { TogetherDialog } from './together-dialog.tsx';

const NOTHING: readonly string[] = [];

/** "Reports ACC1 + 2 more (ACC2, ACC3)"; nothing where it is about one study. */
export function TogetherLine({ session }: { readonly session: ReportSession }) {
  const [own, ...others] = useStore(session.view, ({ reports, shown }) => {
    const now = reports.find(({ reportId }) => reportId === shown?.reportId) ?? shown;
    return now?.together ?? NOTHING;
  });
  if (own === undefined || others.length === 0) return null;
  return <p className={styles['together']}>{`Reports ${togetherWords(own, others)}`}</p>;
}

/** The line of what a report is about, and the dialog that chooses it. */
export function ReportTogether({ session }: { readonly session: ReportSession }) {
  const shown = useStore(session.view, (view) => view.shown);
  const notices = useNotices();
  const [asked, setAsked] = useState<{ readonly of: Report; readonly together: Together } | null>(null);
  const [busy, setBusy] = useState(false);
  const act = (work: () => Promise<void>): void => {
    setBusy(true);
    work()
      .catch((error: unknown) => notices.fail(error, 'Report several studies together'))
      .finally(() => setBusy(false));
  };
  useRegisterCommands([
    {
      ...REPORT_KEYS.together,
      enabled: () => shown !== null && !busy,
      run: () => {
        if (shown !== null) act(async () => setAsked({ of: shown, together: await session.together(shown.reportId) }));
      },
    },
  ]);
  const set = (studyIds: readonly StudyId[]): void => {
    if (shown === null) return;
    act(async () => {
      await session.setTogether(shown.reportId, studyIds);
      setAsked(null);
    });
  };
  return (
    <>
      <TogetherLine session={session} />
      {asked === null || asked.of.reportId !== shown?.reportId ? null : (
        <TogetherDialog together={asked.together} busy={busy} onSet={set} onClose={() => setAsked(null)} />
      )}
    </>
  );
}
