import { useState } from 'react';
import type { ProgrammeId } from '../../../shared/model/ids.ts';
import type { CountedEvent, FigurePlot, ReviewFigures } from '../../../shared/model/review/figures.ts';
import type { Dimension, Programme } from '../../../shared/model/review/programme.ts';
import { readerCode, tooFewWords } from '../../../shared/review/figures-csv.ts';
import { errorWords, useNotices } from '../../app/notices/index.ts';
import { useServices } from '../../app/services.tsx';
import { useTask } from '../../app/use-task.ts';
import { Button, EmptyState, FailureLine, SelectField, Skeleton } from '../../ui/index.ts';
import { FigureFrame } from './figure-frame.tsx';
import { percentText } from './figure-text.ts';
import styles from './figures.module.css';
import { Funnel, PLACE_WORDS } from './funnel.tsx';
import { AgreementFigure, MonthsFigure, RateFigure, TimesFigure, trendWords, VolumeFigure } from './rate-figures.tsx';
import { RegistryPart } from './registry-part.tsx';
import { useReply } from './use-reply.ts';

export const DIMENSION_WORDS: Readonly<Record<Dimension, string>> = {
  author: 'reader',
  modality: 'modality',
  region: 'region',
  shift: 'shift',
};

/** What a programme came to, for whoever runs it. Readers are codes until their names are asked for, which is recorded. */
export function ProgrammePart({ event }: { readonly event: CountedEvent }) {
  const { value, failure, again } = useReply('review.programmes', {});
  const [picked, setPicked] = useState<ProgrammeId | null>(null);
  const programmes = value?.programmes ?? [];
  const chosen = programmes.find(({ programmeId }) => programmeId === picked) ?? programmes[0];
  if (failure !== null) return <Failed failure={failure} again={again} />;
  if (value === null) return <Waiting />;
  if (chosen === undefined) {
    return <EmptyState title="There is no programme yet">Begin one under Programmes.</EmptyState>;
  }
  return (
    <section className={styles['part']} aria-label="The programme">
      <div className={styles['choices']}>
        <SelectField
          label="Programme"
          value={chosen.programmeId as string}
          options={programmes.map(({ programmeId, name }) => ({ value: programmeId as string, words: name }))}
          onChange={(id) => setPicked(programmes.find(({ programmeId }) => programmeId === id)?.programmeId ?? null)}
        />
      </div>
      <OfProgramme key={chosen.programmeId} programme={chosen} event={event} onSaved={again} />
    </section>
  );
}

function OfProgramme({
  programme,
  event,
  onSaved,
}: {
  readonly programme: Programme;
  readonly event: CountedEvent;
  readonly onSaved: () => void;
}) {
  const { programmeId } = programme;
  const { value, failure, busy, again } = useReply('review.figures', { programmeId, event });
  if (failure !== null) return <Failed failure={failure} again={again} />;
  if (value === null) return <Waiting />;
  if (value.volume.drawn + value.volume.met === 0) {
    return <EmptyState title="It has no case yet">Draw cases under Programmes.</EmptyState>;
  }
  return (
    <>
      <Plots figures={value} programmeId={programmeId} busy={busy} />
      {programme.kind === 'peer-learning' ? null : <RegistryPart programme={programme} onSaved={onSaved} />}
    </>
  );
}

function Plots({
  figures,
  programmeId,
  busy,
}: {
  readonly figures: ReviewFigures;
  readonly programmeId: ProgrammeId;
  readonly busy: boolean;
}) {
  const { link } = useServices();
  const notices = useNotices();
  const task = useTask();
  const [by, setBy] = useState<Dimension>('author');
  const [names, setNames] = useState<ReadonlyMap<string, string> | null>(null);
  const { event, minimumN, total } = figures;
  const save = (plot: FigurePlot) => (): void =>
    task.start(async () => {
      const { token } = await link.call('app.chooseExport', { suggestedName: `second-readings-${plot}.csv` });
      if (token === null) return;
      const { file } = await link.call('review.exportFigures', { programmeId, event, plot, token });
      notices.add({ tone: 'ok', title: 'Table written', detail: file });
    });
  const showNames = (): void =>
    task.start(async () => {
      const { readers } = await link.call('review.readers', {});
      setNames(new Map(readers.map(({ reader, name }) => [reader, name])));
    });
  const labelOf = (key: string): string => (by === 'author' ? (names?.get(key) ?? readerCode(key)) : key);
  const rows = figures.by.find(({ dimension }) => dimension === by)?.rows ?? [];
  return (
    <>
      <div className={styles['choices']}>
        <SelectField
          label="Rates by"
          value={by}
          options={(Object.keys(DIMENSION_WORDS) as Dimension[]).map((value) => ({
            ...{ value, words: DIMENSION_WORDS[value] },
          }))}
          onChange={setBy}
        />
        <div className={styles['level']}>
          <Button disabled={task.busy} onClick={() => (names === null ? showNames() : setNames(null))}>
            {names === null ? 'Show names (recorded)' : 'Hide names'}
          </Button>
        </div>
      </div>
      <FailureLine said={task.failure === null ? null : errorWords(task.failure)} />
      <div className={styles['plots']} aria-busy={busy}>
        <RateFigure
          title={`Rates by ${DIMENSION_WORDS[by]}`}
          of={DIMENSION_WORDS[by]}
          {...{ total, minimumN }}
          rows={rows.map(({ key, shown }) => ({ key, shown, label: labelOf(key) }))}
          onCsv={save(by)}
        />
        <FunnelFigure
          funnel={figures.funnel}
          minimumN={minimumN}
          nameOf={(key) => names?.get(key) ?? readerCode(key)}
          onCsv={save('funnel')}
        />
        <MonthsFigure
          {...{ minimumN, months: figures.months }}
          words={trendWords(figures.trend)}
          onCsv={save('months')}
        />
        <AgreementFigure agreement={figures.agreement} minimumN={minimumN} onCsv={save('agreement')} />
        <VolumeFigure volume={figures.volume} onCsv={save('volume')} />
        <TimesFigure times={figures.timeToClose} minimumN={minimumN} onCsv={save('times')} />
      </div>
    </>
  );
}

function FunnelFigure({
  funnel,
  minimumN,
  nameOf,
  onCsv,
}: {
  readonly funnel: ReviewFigures['funnel'];
  readonly minimumN: number;
  readonly nameOf: (key: string) => string;
  readonly onCsv: () => void;
}) {
  const marks = (funnel?.points ?? []).map((point) => ({ ...point, label: nameOf(point.key) }));
  const outside = marks.filter(({ place }) => place !== 'within').length;
  return (
    <FigureFrame
      title="Readers about the rate of all"
      summary={
        funnel === null
          ? tooFewWords(minimumN)
          : `${outside} of ${marks.length} outside the 95 % limits about ${percentText(funnel.target)}`
      }
      table={{
        columns: ['Reader', 'Cases', 'Rate', 'Where'],
        rows:
          funnel === null
            ? [['All', tooFewWords(minimumN), '', '']]
            : marks.map(({ label, cases, rate, place }) => [
                ...[label, String(cases), percentText(rate), PLACE_WORDS[place]],
              ]),
      }}
      onCsv={onCsv}
    >
      {funnel === null ? null : <Funnel lines={funnel.lines} marks={marks} target={funnel.target} />}
    </FigureFrame>
  );
}

/** The room that plots will take. */
export function Waiting() {
  return (
    <div role="status">
      Counting …
      <div className={styles['plots']}>
        {['a', 'b', 'c', 'd'].map((key) => (
          <Skeleton key={key} width="100%" height="220px" />
        ))}
      </div>
    </div>
  );
}

export function Failed({ failure, again }: { readonly failure: unknown; readonly again: () => void }) {
  return (
    <>
      <FailureLine said={errorWords(failure)} />
      <div>
        <Button onClick={again}>Try again</Button>
      </div>
    </>
  );
}
