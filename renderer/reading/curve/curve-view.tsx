import type { CurveFinding } from '../../../shared/model/time-curve.ts';
import { curveText, curveUnit, findingText, momentText } from '../../../shared/rules/time-curve/curve-words.ts';
import type { MeasuredCurve } from '../../../shared/rules/time-curve/curve-words.ts';
import { LinePlot } from '../../ui/index.ts';
import styles from './curve-panel.module.css';

/** A curve as a plot with its table, what is read off it with its definitions, and what it stands on. */
export function CurveView({ curve }: { readonly curve: MeasuredCurve }) {
  const { quantity, unit, clock, points, findings, basis, warnings } = curve;
  const places = new Map(points.map(({ seconds }, place) => [seconds ?? place + 1, place]));
  const hasSpread = points.some(({ deviation }) => deviation !== null);
  return (
    <>
      <LinePlot
        title={`${quantity} (${curveUnit(unit)})`}
        summary={clock === null ? 'no times in this series' : `${points.length} pictures`}
        points={points.map(({ seconds, mean, deviation }, place) => ({
          at: seconds ?? place + 1,
          value: mean,
          spread: deviation,
        }))}
        atText={(at) => momentText(curve, places.get(at) ?? 0)}
        valueText={(value) => curveText(value, unit)}
        atName={clock === null ? 'Picture' : 'Time'}
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
