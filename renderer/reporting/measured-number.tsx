import { useStore } from 'zustand';
import { inUnit } from '../../shared/calculators/fill.ts';
import type { FieldOrigin } from '../../shared/model/field-origin.ts';
import type { TemplateField } from '../../shared/model/report.ts';
import { fieldProblem } from '../../shared/report/field-problem.ts';
import { measurementWords } from '../../shared/report/measurement-words.ts';
import { formatNumber } from '../../shared/rules/format.ts';
import { Button } from '../ui/index.ts';
import styles from './draft-view.module.css';
import { measurementToInsert } from './links.ts';
import type { ReportLinks } from './links.ts';

export type MeasuredOrigin = Extract<FieldOrigin, { kind: 'measured' }>;

/** A number of a form and the drawings: takes a value over in the unit of the field, leads back to the picture, and says when it changed. */
export function MeasuredNumber({
  field,
  value,
  origin,
  links,
  onMeasured,
}: {
  readonly field: TemplateField;
  readonly value: string;
  readonly origin: FieldOrigin | undefined;
  readonly links: ReportLinks;
  readonly onMeasured: (origin: MeasuredOrigin) => void;
}) {
  const offered = useStore(links.state, measurementToInsert);
  const measurements = useStore(links.state, (state) => state.measurements);
  const taken = origin?.kind === 'measured' && origin.value === value ? origin : null;
  const drawn = taken && measurements.find(({ measurementId }) => measurementId === taken.measurementId);
  const stale = drawn && (drawn.deleted ? 'deleted' : measurementWords(drawn) === taken.text ? null : 'changed');
  const { unit } = field;
  const offers =
    offered === null || unit === null
      ? []
      : offered.result.values.flatMap(({ name, value: found, unit: own }) => {
          const converted = inUnit(found, own, unit);
          const text = converted === null ? '' : formatNumber(converted, unit);
          return text === '' || text === value || fieldProblem(field, text) !== null ? [] : [{ name, text }];
        });
  if (taken === null && offers.length === 0) return null;
  return (
    <span className={styles['measured']}>
      {taken === null ? null : (
        <>
          {stale ? <span role="alert">{`${taken.label} was ${stale} on the image`}</span> : null}
          <Button
            tone="quiet"
            aria-label={`Show ${taken.label} on the image`}
            onClick={() => links.showMeasurement(taken.measurementId)}
          >
            {`${taken.label} on the image`}
          </Button>
        </>
      )}
      <span className={styles['offers']}>
        {offers.map(({ name, text }) => (
          <Button
            key={name}
            tone="quiet"
            onClick={() => {
              if (offered === null) return;
              const { measurementId, ordinal } = offered;
              const words = measurementWords(offered);
              onMeasured({ kind: 'measured', measurementId, label: `M${ordinal}`, text: words, value: text });
            }}
          >
            {`M${offered?.ordinal ?? ''} ${name}: ${text}`}
          </Button>
        ))}
      </span>
    </span>
  );
}
