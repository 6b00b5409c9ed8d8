import type { Measurement } from '../../shared/model/measurement.ts';
import { describedWords, pictureSide, sideDoubts } from '../../shared/report/described-words.ts';
import { TOOL_WORDS } from '../../shared/report/tool-words.ts';
import { hasScore } from '../../shared/rules/calcium/score-result.ts';
import { formatValue } from '../../shared/rules/format.ts';
import { Button, classNames } from '../ui/index.ts';
import { CalciumTable } from './calcium-table.tsx';
import { useDesk, useDeskRuntime, useDeskSaved } from './desk-context.tsx';
import { FINDING_LIST } from './finding-list.ts';
import { HistogramPlot } from './histogram.tsx';
import styles from './reading-desk.module.css';

/** All measurements of the case: press one to see its picture. */
export function MeasurementPanel() {
  const desk = useDesk();
  const all = useDeskSaved((saved) => saved.measurements);
  const selected = useDeskRuntime((runtime) => runtime.selectedMeasurement);
  const measurements = all.filter((one) => !one.deleted);
  return (
    <aside className={styles['measurements']} aria-label="Measurements" data-scope="image">
      <h2>Measurements</h2>
      <CalciumTable />
      {measurements.length === 0 ? (
        <p className={styles['quiet']}>None yet. Choose a tool below, or press L for a length.</p>
      ) : null}
      <ul>
        {measurements.map((one) => (
          <li key={one.measurementId} className={classNames(one.measurementId === selected && styles['chosen'])}>
            <button type="button" onClick={() => desk.goTo(one.measurementId)}>
              <strong>M{one.ordinal}</strong> {TOOL_WORDS[one.tool]}
              <span>{one.text === '' ? '' : ` ${one.text}`}</span>
              <span className={styles['values']}>
                {one.result.values.map((value) => (
                  <span key={value.name}>
                    {value.name} <span className={styles['value']}>{formatValue(value)}</span>
                  </span>
                ))}
              </span>
              <span className={styles['quiet']}>
                {hasScore(one.result) ? 'of all marks: see above' : one.result.basis}
              </span>
              <Found one={one} />
              {one.result.warnings.map((words) => (
                <span key={words} className={styles['doubtful']}>
                  {words}
                </span>
              ))}
            </button>
            <span className={styles['acts']}>
              <Button
                tone="quiet"
                onClick={() => desk.stores.tools.setState({ describing: one.measurementId })}
                aria-label={`Finding of M${one.ordinal}`}
              >
                Finding
              </Button>
              <Button
                tone="quiet"
                onClick={() => desk.measurements.remove(one.measurementId)}
                aria-label={`Delete M${one.ordinal}`}
              >
                Delete
              </Button>
            </span>
            {one.measurementId === selected && one.result.values.some(({ name }) => name === 'median') ? (
              <HistogramPlot measurement={one} />
            ) : null}
          </li>
        ))}
      </ul>
    </aside>
  );
}

/** What the reader said of it, and where the picture says another side. */
function Found({ one }: { readonly one: Measurement }) {
  const desk = useDesk();
  const words = describedWords(one);
  if (words === '') return null;
  const picture = pictureSide(desk.engine.source.image(one.objectId), one);
  return (
    <>
      <span className={styles['found']}>{words}</span>
      {sideDoubts(one, picture, FINDING_LIST).map((doubt) => (
        <span key={doubt} className={styles['doubtful']}>
          ▲ {doubt}
        </span>
      ))}
    </>
  );
}
