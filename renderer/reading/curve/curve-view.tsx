import type { CurveFinding, CurvePoint } from '../../../shared/model/time-curve.ts';
import { curveText, curveUnit, findingText, momentText } from '../../../shared/rules/time-curve/curve-words.ts';
import type { MeasuredCurve } from '../../../shared/rules/time-curve/curve-words.ts';
import { LinePlot } from '../../ui/index.ts';
import styles from './curve-panel.module.css';

/** A curve as a plot with its table, what is read off it with its definitions, and what it stands on. */
export function CurveView({ curve }: { readonly curve: MeasuredCurve }) {
  const { quantity, unit, clock, points, findings, basis, warnings } = curve;
  const isOverB = curve.over === 'b';
  const atOf = ({ seconds, b }: CurvePoint, place: number): number => b ?? seconds ?? place + 1;
  const places = new Map(points.map((point, place) => [atOf(point, place), place]));
  const hasSpread = points.some(({ deviation }) => deviation !== null);
  return (
    <>
      <LinePlot
        title={`${quantity} (${curveUnit(unit)})`}
        summary={
          isOverB ? 'signal against b' : clock === null ? 'no times in this series' : `${points.length} pictures`
        }
        points={points.map((point, place) => ({
          at: atOf(point, place),
          value: point.mean,
          spread: point.deviation,
        }))}
        atText={(at) => momentText(curve, places.get(at) ?? 0)}
        valueText={(value) => curveText(value, unit)}
        atName={isOverB ? 'b-value' : clock === null ? 'Picture' : 'Time'}
        valueName={quantity}
        {...(hasSpread ? { spreadName: 'SD' } : {})}
        from="lowest"
        allRows
      />
      <section aria-label="Read off the curve">
        <table className={styles['findings']}>
          <tbody>
            {findings.map((one) => (
              <Finding key={one.name} one={one} />
            ))}
          </tbody>
        </table>
      </section>
      {warnings.map((words) => (
        <p key={words} className={styles['warning']}>
          ▲ {words}
        </p>
      ))}
      {basis.map((words) => (
        <p key={words} className={styles['quiet']}>
          {words}
        </p>
      ))}
    </>
  );
}

function Finding({ one }: { readonly one: CurveFinding }) {
  const { name, how, value } = one;
  return (
    <tr>
      <th scope="row">
        {name}
        <span className={styles['quiet']}>{how}</span>
      </th>
      <td className={value === null ? styles['quiet'] : undefined}>{findingText(one)}</td>
    </tr>
  );
}
