import { TOOL_WORDS } from '../../shared/report/tool-words.ts';
import { formatValue } from '../../shared/rules/format.ts';
import { Button, classNames } from '../ui/index.ts';
import { useDesk, useDeskRuntime, useDeskSaved } from './desk-context.tsx';
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
                    {value.name} {formatValue(value)}
                  </span>
                ))}
              </span>
              <span className={styles['quiet']}>{one.result.basis}</span>
              {one.result.warnings.map((words) => (
                <span key={words} className={styles['doubtful']}>
                  {words}
                </span>
              ))}
            </button>
            <Button
              tone="quiet"
              onClick={() => desk.measurements.remove(one.measurementId)}
              aria-label={`Delete M${one.ordinal}`}
            >
              Delete
            </Button>
            {one.measurementId === selected && one.result.values.some(({ name }) => name === 'median') ? (
              <HistogramPlot measurement={one} />
            ) : null}
          </li>
        ))}
      </ul>
    </aside>
  );
}
