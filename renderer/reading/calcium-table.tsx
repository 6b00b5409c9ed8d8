import type { CalciumAnswer } from '../../shared/model/grown.ts';
import { hasScore } from '../../shared/rules/calcium/score-result.ts';
import { Button, classNames } from '../ui/index.ts';
import styles from './calcium-table.module.css';
import { useDesk, useDeskSaved, useDeskTools } from './desk-context.tsx';
import { offerToReport, useOffer } from './report-offer.ts';

type Scored = Extract<CalciumAnswer, { ok: true }>;

/** The calcium score of the marks: vessel by vessel, and from what; or why there is none. */
export function CalciumTable() {
  const answer = useDeskTools((tools) => tools.calcium);
  if (!answer) return null;
  return (
    <section className={styles['score']} aria-label="Calcium score">
      <h3>Calcium score</h3>
      {answer.ok ? (
        <Scores answer={answer} />
      ) : (
        <p role="alert" className={styles['refused']}>
          No score: {answer.reason}.
        </p>
      )}
    </section>
  );
}

function Scores({ answer }: { readonly answer: Scored }) {
  const { total, vessels, group, basis, warnings, presses } = answer;
  const misses = [...new Set(presses.flatMap((words) => (words === null ? [] : [words])))];
  return (
    <>
      <table>
        <thead>
          <tr>
            <th scope="col">Vessel</th>
            <th scope="col">Agatston</th>
            <th scope="col">Volume (mm³)</th>
            <th scope="col">Mass (mg)</th>
          </tr>
        </thead>
        <tbody>
          {vessels.map((one) => (
            <Row key={one.vessel} name={one.vessel} of={one} />
          ))}
        </tbody>
        <tfoot>
          <Row name="Total" of={total} />
        </tfoot>
      </table>
      <p>Group {group}</p>
      {[...misses, ...warnings].map((words) => (
        <p key={words} className={styles['warning']}>
          ▲ {words}
        </p>
      ))}
      {basis.map((words) => (
        <p key={words} className={styles['basis']}>
          {words}
        </p>
      ))}
      <Calibration />
      <ToReport agatston={total.agatston} />
    </>
  );
}

function Row({ name, of }: { readonly name: string; readonly of: Scored['total'] }) {
  return (
    <tr className={classNames(of.agatston > 0 && styles['found'])}>
      <th scope="row">{name}</th>
      <td>{of.agatston.toFixed(1)}</td>
      <td>{of.volumeMm3.toFixed(1)}</td>
      <td>{of.massMg === null ? '—' : of.massMg.toFixed(2)}</td>
    </tr>
  );
}

function Calibration() {
  const desk = useDesk();
  const calibration = useDeskTools((tools) => tools.calibration);
  return (
    <label className={styles['calibration']}>
      Phantom, mg/ml for 1 HU
      <input
        type="number"
        min={0}
        step={0.001}
        value={calibration ?? ''}
        onChange={(event) => {
          const value = event.target.valueAsNumber;
          desk.stores.tools.setState({ calibration: value > 0 ? value : null });
          desk.grown.touch();
        }}
      />
    </label>
  );
}

/** The mark that carries the score goes into the text, and so into the objects of the report. */
function ToReport({ agatston }: { readonly agatston: number }) {
  const desk = useDesk();
  const offer = useOffer();
  const carrier = useDeskSaved(({ measurements }) =>
    measurements.find(
      ({ tool, deleted, result }) =>
        tool === 'calcium' && !deleted && result.values.some(({ value }) => value === agatston) && hasScore(result),
    ),
  );
  if (!offer) return null;
  const none = 'Calcium score (Agatston) 0: no spot was marked.';
  const words = carrier ? { measurement: carrier, sentence: '' } : { measurement: null, sentence: none };
  return (
    <p>
      <Button disabled={!carrier && agatston > 0} onClick={() => offerToReport(desk, offer, words)}>
        Insert the score into the report
      </Button>
    </p>
  );
}
