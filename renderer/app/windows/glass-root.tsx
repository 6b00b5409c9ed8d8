import { lazy, Suspense, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { EmptyState } from '../../ui/index.ts';
import { screenOf } from '../access.ts';
import appStyles from '../app-root.module.css';
import { useKeyDispatcher } from '../commands/index.ts';
import { ErrorBoundary } from '../error-boundary.tsx';
import { CaseNotices } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import { StatusStrip } from '../status-strip.tsx';
import type { DeskSession } from '../../reading/index.ts';
import { GlassFollow } from './glass-follow.ts';
import type { GlassCase } from './glass-follow.ts';
import { TalkContext } from './talk-context.ts';
import type { WindowTalk } from './window-talk.ts';
import { PLACE_WORDS } from './place-words.ts';

/** The image library is large: it is loaded when the store is open. */
const libraryOfPictures = () => import('../../reading/index.ts');
const ReadingDesk = lazy(async () => ({ default: (await libraryOfPictures()).ReadingDesk }));

/** A window with pictures only. What it shows is said by the desk; what it is locked by is the station. */
export function GlassRoot({ talk }: { readonly talk: WindowTalk }) {
  const { access, link, preferences } = useServices();
  const screen = useStore(access.view, screenOf);
  const theme = useStore(preferences, (state) => state.theme);
  const [follow] = useState(() => new GlassFollow(talk, access, link));
  const open = useStore(follow.view, (view) => view.open);
  useEffect(() => talk.start(), [talk]);
  useEffect(() => follow.start(), [follow]);
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  useKeysToDesk(talk);
  useEffect(() => {
    if (screen !== 'main') return;
    void talk.look();
    // Here with the open store, so that the first case does not wait for it; what fails is tried again with the case.
    void libraryOfPictures().catch(() => undefined);
  }, [talk, screen]);
  return (
    <div className={appStyles['window']} data-screen={screen} data-window={talk.place} data-case={open?.caseId ?? ''}>
      <main className={appStyles['screen']}>
        {screen !== 'main' ? (
          <EmptyState title={`Pictures, ${PLACE_WORDS[talk.place]}`}>
            Nothing is shown here until the store is opened in the window with the worklist.
          </EmptyState>
        ) : open === null ? (
          <EmptyState title={`Pictures, ${PLACE_WORDS[talk.place]}`}>
            No case is open. Open one in the window with the worklist: its pictures stand here, too.
          </EmptyState>
        ) : (
          <ErrorBoundary key={open.caseId} part="The pictures">
            <GlassDesk open={open} talk={talk} />
          </ErrorBoundary>
        )}
      </main>
      <StatusStrip />
    </div>
  );
}

/** The pictures of one case; another case is another one of these, so that nothing of the one before is left. */
function GlassDesk({ open, talk }: { readonly open: GlassCase; readonly talk: WindowTalk }) {
  const { access, link } = useServices();
  const [session, setSession] = useState<DeskSession | null>(null);
  useEffect(() => (session ? access.beforeLeaving(() => session.settle()) : undefined), [access, session]);
  const close = (): void => talk.say({ kind: 'key', key: 'Ctrl .' }, 'desk');
  return (
    <TalkContext value={talk}>
      <CaseNotices of={open.studyId}>
        <Suspense fallback={<p className={appStyles['starting']}>Opening the pictures …</p>}>
          <ReadingDesk studyId={open.studyId} call={link.call} glass={open} onClose={close} onSession={setSession} />
        </Suspense>
      </CaseNotices>
    </TalkContext>
  );
}

/** What is no command of the pictures is one of the desk: it is done there. */
function useKeysToDesk(talk: WindowTalk): void {
  const dispatcher = useKeyDispatcher();
  useEffect(() => dispatcher.onUnclaimed((key) => talk.say({ kind: 'key', key }, 'desk')), [dispatcher, talk]);
}
