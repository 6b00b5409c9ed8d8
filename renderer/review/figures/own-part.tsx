import { useState } from 'react';
import type { ProgrammeId } from '../../../shared/model/ids.ts';
import type { CountedEvent } from '../../../shared/model/review/figures.ts';
import type { GroupBand, Lesson, MyFigurePlot, MyProgrammeFigures } from '../../../shared/model/review/my-figures.ts';
import { tooFewWords } from '../../../shared/review/figures-csv.ts';
import { errorWords, useNotices } from '../../app/notices/index.ts';
import { useServices } from '../../app/services.tsx';
import { useTask } from '../../app/use-task.ts';
import { Button, EmptyState, FailureLine, LinePlot, SelectField } from '../../ui/index.ts';
import { CLASS_WORDS } from '../review-words.ts';
import { FigureFrame } from './figure-frame.tsx';
import { axisEnd, percentText, rateText } from './figure-text.ts';
import styles from './figures.module.css';
import { Forest } from './forest.tsx';
import { Funnel, PLACE_WORDS } from './funnel.tsx';
import { DIMENSION_WORDS, Failed, Waiting } from './programme-part.tsx';
import { MonthsFigure, RateFigure } from './rate-figures.tsx';
import { useReply } from './use-reply.ts';

/** The reader's own reports, and the others together without a name. */
export function OwnPart({ event }: { readonly event: CountedEvent }) {
  const { value, failure, busy, again } = useReply('review.myFigures', { event });
  if (failure !== null) return <Failed failure={failure} again={again} />;
  if (value === null) return <Waiting />;
  if (value.programmes.length === 0) {
    return (
      <EmptyState title="No report of yours has come to anything yet">
        When a second reading of one is agreed, what it came to is counted here, for you alone.
      </EmptyState>
    );
  }
  return value.programmes.map((mine) => <OfProgramme key={mine.programmeId} mine={mine} event={event} busy={busy} />);
}

function OfProgramme({
  mine,
  event,
  busy,
}: {
  readonly mine: MyProgrammeFigures;
  readonly event: CountedEvent;
  readonly busy: boolean;
}) {
  const [by, setBy] = useState<'modality' | 'region' | 'shift'>('modality');
  const { minimumN, total } = mine;
  const save = useSaveMine(mine.programmeId, event);
  const rows = mine.by.find(({ dimension }) => dimension === by)?.rows ?? [];
  return (
    <section className={styles['part']} aria-label={`Your reports in ${mine.name}`}>
      <h3>{`Your reports in ${mine.name}: ${mine.settled} settled`}</h3>
      <FailureLine said={save.failure === null ? null : errorWords(save.failure)} />
      {mine.kind === 'peer-learning' ? null : (
        <>
          <div className={styles['choices']}>
            <SelectField
              label="Yours by"
              value={by}
              options={(['modality', 'region', 'shift'] as const).map((value) => ({
                ...{ value, words: DIMENSION_WORDS[value] },
              }))}
              onChange={setBy}
            />
          </div>
          <div className={styles['plots']} aria-busy={busy}>
            <BesideFigure mine={mine} onCsv={save.of('beside')} />
            <OwnFunnel mine={mine} onCsv={save.of('funnel')} />
            <RateFigure
              title={`Yours by ${DIMENSION_WORDS[by]}`}
              of={DIMENSION_WORDS[by]}
              rows={rows.map(({ key, shown }) => ({ key, shown, label: key }))}
              {...{ total, minimumN }}
              onCsv={save.of(by)}
            />
            <MonthsFigure
              months={mine.months}
              words={`${mine.months.length} months of yours`}
              minimumN={minimumN}
              onCsv={save.of('months')}
            />
          </div>
        </>
      )}
      <Lessons lessons={mine.lessons} onCsv={save.of('lessons')} />
    </section>
  );
}

/** Writes the table behind a plot to a file that the reader chooses. */
function useSaveMine(
  programmeId: ProgrammeId,
  event: CountedEvent,
): { readonly failure: unknown; readonly of: (plot: MyFigurePlot) => () => void } {
  const { link } = useServices();
  const notices = useNotices();
  const task = useTask();
  const of = (plot: MyFigurePlot) => (): void =>
    task.start(async () => {
      const { token } = await link.call('app.chooseExport', { suggestedName: `my-second-readings-${plot}.csv` });
      if (token === null) return;
      const { file } = await link.call('review.exportMyFigures', { programmeId, event, plot, token });
      notices.add({ tone: 'ok', title: 'Table written', detail: file });
    });
  return { failure: task.failure, of };
}

/** "6 of 60" where it is known, "6 to 8 of 60" where only bounds are said. */
function bandText({ least, most, cases }: GroupBand): string {
  return `${least === most ? String(least) : `${least} to ${most}`} of ${cases}`;
}

interface OwnFigureProps {
  readonly mine: MyProgrammeFigures;
  readonly onCsv: () => void;
}

function BesideFigure({ mine: { total, group, minimumN }, onCsv }: OwnFigureProps) {
  const groupFew = `${tooFewWords(minimumN)}, or of fewer than three readers`;
  const rates = [total?.high ?? 0, group?.high ?? 0];
  return (
    <FigureFrame
      title="You beside the others"
      summary={`you ${total === null ? tooFewWords(minimumN) : rateText(total)}; the others ${group === null ? groupFew : bandText(group)}`}
      table={{
        columns: ['', 'Cases', 'Counted', '95 % from', 'to'],
        rows: [
          total === null
            ? ['You', tooFewWords(minimumN), '', '', '']
            : ['You', String(total.cases), String(total.events), percentText(total.low), percentText(total.high)],
          group === null
            ? ['The others', groupFew, '', '', '']
            : ['The others', String(group.cases), bandText(group), percentText(group.low), percentText(group.high)],
        ],
      }}
      note={
        group === null
          ? 'The others are shown when there are enough, so that nobody is known by it.'
          : `The others are without names, as they stood at the end of ${group.until}, without what you read yourself.`
      }
      onCsv={onCsv}
    >
      <Forest
        axis={[0, axisEnd(rates, 1)]}
        tick={percentText}
        rows={[
          {
            ...{
              key: 'own',
              label: 'You',
              text: total === null ? tooFewWords(minimumN) : `${total.events} of ${total.cases}`,
            },
            shown: total === null ? null : { ...total, from: total.rate, to: total.rate },
          },
          {
            ...{ key: 'group', label: 'The others', text: group === null ? tooFewWords(minimumN) : bandText(group) },
            shown: group === null ? null : { ...group, from: group.least / group.cases, to: group.most / group.cases },
          },
        ]}
      />
    </FigureFrame>
  );
}

function OwnFunnel({ mine: { total, funnel, group, minimumN }, onCsv }: OwnFigureProps) {
  const isShown = total !== null && funnel !== null && group !== null;
  return (
    <FigureFrame
      title="You about the rate of the others"
      summary={isShown ? PLACE_WORDS[funnel.place] : tooFewWords(minimumN)}
      table={{
        columns: ['', 'Cases', 'Rate', 'Where'],
        rows: [
          isShown
            ? ['You', String(total.cases), percentText(total.rate), PLACE_WORDS[funnel.place]]
            : ['You', tooFewWords(minimumN), '', ''],
        ],
      }}
      onCsv={onCsv}
    >
      {isShown ? (
        <Funnel
          lines={funnel.lines}
          marks={[{ key: 'own', label: 'You', cases: total.cases, rate: total.rate, place: funnel.place }]}
          target={group.least === group.most ? group.least / group.cases : null}
        />
      ) : null}
    </FigureFrame>
  );
}

/** What there is to learn from, and how it added up. */
function Lessons({ lessons, onCsv }: { readonly lessons: readonly Lesson[]; readonly onCsv: () => void }) {
  if (lessons.length === 0) return null;
  const inOrder = lessons.toReversed();
  const great = lessons.filter(({ greatCall }) => greatCall).length;
  const points = lessons.length - lessons.filter(({ learningPoint }) => learningPoint === '').length;
  return (
    <section className={styles['part']} aria-label="What you learned">
      <LinePlot
        title="What you learned, added up"
        summary={`${points} learning points, ${great} great calls; for you alone`}
        points={inOrder.map(({ at }, n) => ({ at: Date.parse(at), value: n + 1 }))}
        atText={(at) => new Date(at).toISOString().slice(0, 10)}
        valueText={String}
        atName="Day"
        valueName="Learning points and great calls"
      />
      <Button tone="quiet" aria-label="Save as CSV: What you learned, added up" onClick={onCsv}>
        Save as CSV
      </Button>
      <ul className={styles['lessons']}>
        {lessons.map(({ name, at, modality, region, learningPoint, errorClass, greatCall }) => (
          <li key={name}>
            {greatCall ? <strong>Great call. </strong> : null}
            {learningPoint}{' '}
            <span className={styles['quiet']}>
              {[name, `${modality} ${region}`, errorClass === null ? null : CLASS_WORDS[errorClass], at.slice(0, 10)]
                .filter((part) => part !== null)
                .join(', ')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
