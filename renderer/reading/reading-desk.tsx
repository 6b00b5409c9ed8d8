import { useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { StudyId } from '../../shared/model/ids.ts';
import { useCommandRegistry, useRegisterCommands, wordsWithKeys } from '../app/commands/index.ts';
import type { Command } from '../app/commands/index.ts';
import { useRefusal } from '../app/may.ts';
import { errorWords, useNotices } from '../app/notices/index.ts';
import { doubtsHere } from '../app/display-facts.ts';
import { useFrameClient, useServices } from '../app/services.tsx';
import { useTalk } from '../app/windows/talk-context.ts';
import { pitchHere } from '../settings/index.ts';
import { callStation, CallsAhead } from '../client/index.ts';
import { Button, EmptyState } from '../ui/index.ts';
import { ArrowText } from './arrow-text.tsx';
import { CalibrationDialog } from './calibration-dialog.tsx';
import { CurvePanel } from './curve/curve-panel.tsx';
import { DescribeDialog } from './describe-dialog.tsx';
import { DESK_COMMANDS, isDrawing } from './commands.ts';
import { DeskContext, useDesk, useDeskCase, useDeskLayout } from './desk-context.tsx';
import { DeskSession } from './desk-session.ts';
import { HangingDialogs } from './hanging/hanging-dialogs.tsx';
import { FusionDialog } from './fusion/fusion-dialog.tsx';
import { watchPriors } from './hanging/late-priors.ts';
import { KeyImageStrip } from './key-image-strip.tsx';
import { LesionDialog } from './lesions/lesion-dialog.tsx';
import { LesionPanel } from './lesions/lesion-panel.tsx';
import { MeasurementPanel } from './measurement-panel.tsx';
import { OpenedObject } from './opened-object.tsx';
import { OfferContext } from './report-offer.ts';
import type { OfferToReport } from './report-offer.ts';
import { Overview } from './overview/overview.tsx';
import { PatientBar } from './patient-bar.tsx';
import styles from './reading-desk.module.css';
import { runDeskAction } from './run-action.ts';
import { SeenDialog } from './seen/seen-dialog.tsx';
import { SegmentationDialog } from './segmentation-dialog.tsx';
import { SeriesRail } from './series-rail.tsx';
import { shareMemory } from './share-memory.ts';
import { SubtractDialog } from './subtract/subtract-dialog.tsx';
import { ToolBar } from './tool-bar.tsx';
import { useMouse } from './use-mouse.ts';
import { ViewportGrid } from './viewport-grid.tsx';
import { WhileOpening } from './while-opening.ts';
import { DeskSide } from './windows/desk-side.ts';
import { GlassSide } from './windows/glass-side.ts';
import type { GlassOf } from './windows/glass-side.ts';

export interface ReadingDeskProps {
  readonly studyId: StudyId;
  readonly onClose: () => void;
  /** Who answers in place of the station, where not all of it may. */
  readonly call?: typeof callStation;
  /** Stands at the right, folds with one key. */
  readonly reportPanel?: ReactNode;
  /** A window with pictures only: what it shows of the case that the desk has open. */
  readonly glass?: GlassOf;
  /** Takes words into the report that is written beside the pictures. */
  readonly onOffer?: OfferToReport;
  /** For parts beside the images that go to a measurement or insert one. */
  readonly onSession?: (session: DeskSession | null) => void;
}

/** One study on the desk: patient bar, series, pictures, tools and the report beside them. */
export function ReadingDesk({
  studyId,
  onClose,
  call = callStation,
  reportPanel,
  onOffer,
  onSession,
  glass,
}: ReadingDeskProps) {
  const { link } = useServices();
  const [ahead] = useState(() => new CallsAhead(call));
  // Before everything else here: the station works while the desk comes up.
  useEffect(() => ahead.openStudy(studyId), [ahead, studyId]);
  const session = useSession(ahead.call, glass ?? null);
  useEffect(() => {
    onSession?.(session);
    return () => onSession?.(null);
  }, [session, onSession]);
  useEffect(() => {
    void session?.open(studyId);
  }, [session, studyId]);
  useEffect(() => {
    if (!session) return undefined;
    return watchPriors(session, (heard) => link.on('worklist.changed', ({ studyIds }) => heard(studyIds)));
  }, [session, link]);
  if (!session) return null;
  return (
    <DeskContext value={session}>
      <OfferContext value={onOffer ?? null}>
        <Desk onClose={onClose} reportPanel={reportPanel} bare={glass !== undefined} />
      </OfferContext>
    </DeskContext>
  );
}

/** Made in an effect, so that what it opens is always closed again. */
function useSession(call: typeof callStation, glass: GlassOf | null): DeskSession | null {
  const frames = useFrameClient();
  const { preferences, hanging } = useServices();
  const notices = useNotices();
  const registry = useCommandRegistry();
  const talk = useTalk();
  // Another case is another desk in such a window.
  const [of] = useState(glass);
  const [holder] = useState(() => createStore<{ session: DeskSession | null }>()(() => ({ session: null })));
  useEffect(() => {
    const worded = (words: string): string => wordsWithKeys(words, (id) => registry.get(id));
    const side = talk === null ? null : of ? new GlassSide(talk, call, of) : new DeskSide(talk, call);
    const session = new DeskSession({
      frames,
      call: side?.call ?? call,
      share: (hung, open) => side?.share(hung, open) ?? hung,
      ...(side instanceof DeskSide
        ? { monitors: () => side.monitors, desks: () => side.desks, touchedElsewhere: () => side.touched }
        : {}),
      paint: preferences.getState().painting,
      failed: (error, doing) => notices.fail(error, doing),
      rules: (fresh) => hanging.known(fresh),
      pitch: () => pitchHere(preferences.getState())?.mmPerPixel ?? null,
      say: (title, detail, tone = 'note') => notices.add({ tone, title, detail: worded(detail) }),
      worded,
    });
    const detach = side?.attach(session);
    const unshare = shareMemory(session.engine.source, talk?.open ?? null, { call, failed: notices.fail });
    const { paint } = session.engine;
    preferences.setState({ painted: paint.state });
    const judgeDisplay = (): void => session.engine.setDoubts(doubtsHere(preferences.getState()));
    judgeDisplay();
    const unseen = preferences.subscribe(judgeDisplay);
    const unheard = paint.onChange((painted) => preferences.setState({ painted }));
    holder.setState({ session });
    return () => {
      holder.setState({ session: null });
      unheard();
      unseen();
      unshare();
      session.dispose();
      detach?.();
    };
  }, [frames, preferences, hanging, notices, registry, holder, call, talk, of]);
  return useStore(holder, (state) => state.session);
}

/** @param bare pictures only: what is beside them stands in the desk's window */
function Desk({
  onClose,
  reportPanel,
  bare,
}: Pick<ReadingDeskProps, 'onClose' | 'reportPanel'> & { readonly bare: boolean }) {
  const desk = useDesk();
  const open = useDeskCase();
  const { railShown, measurementsShown, lesionsShown, curveShown, reportShown, full } = useDeskLayout(
    (layout) => layout,
  );
  const mayDraw = useRefusal('reading.saveMeasurement') === null;
  const opening = useMemo(() => new WhileOpening(desk, (action) => runDeskAction(desk, action)), [desk]);
  useEffect(() => opening.start(), [opening]);
  const commands = useMemo(
    () =>
      DESK_COMMANDS.map((command): Command => {
        const { id, title, group, keys, action } = command;
        const enabled = (): boolean => mayDraw || !isDrawing(command);
        return { id, title, group, keys, scope: 'image', enabled, run: () => opening.take(action) };
      }),
    [opening, mayDraw],
  );
  useRegisterCommands(commands);
  useMouse(desk);
  if (open.status === 'failed') {
    const words = errorWords(open.error);
    return (
      <EmptyState title={words.title} actions={<Button onClick={onClose}>Back to the list</Button>}>
        {words.data} {words.next}
      </EmptyState>
    );
  }
  return (
    <div className={styles['desk']} data-full={full}>
      <PatientBar onClose={onClose} />
      <div className={styles['middle']}>
        {railShown && !full ? <SeriesRail /> : null}
        <ViewportGrid />
        {full ? null : <OpenedObject />}
        {measurementsShown && !full ? <MeasurementPanel /> : null}
        {lesionsShown && !full ? <LesionPanel /> : null}
        {curveShown && !full ? <CurvePanel /> : null}
        {reportShown && !full && reportPanel ? <aside className={styles['report']}>{reportPanel}</aside> : null}
      </div>
      {full || bare ? null : <KeyImageStrip />}
      {full || bare ? null : <ToolBar />}
      <ArrowText />
      <CalibrationDialog />
      <SegmentationDialog />
      <SeenDialog />
      <FusionDialog />
      <SubtractDialog />
      <LesionDialog />
      <DescribeDialog />
      <HangingDialogs />
      <Overview />
    </div>
  );
}
