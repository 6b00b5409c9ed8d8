import { displayName, parsePersonName } from '../../../../shared/dicom/person-name.ts';
import type { ReportContent } from '../../../../shared/model/dicom-object.ts';
import type { Attributes } from '../parse/attributes.ts';
import { codeOf } from './codes.ts';
import { algorithmsOf } from './sr-algorithms.ts';
import { isDoseReport, srDose } from './sr-dose.ts';
import { programDraft } from './sr-draft.ts';
import { srLines } from './sr-lines.ts';
import { srMarks } from './sr-marks.ts';
import { readMeasurements } from './sr-measurements.ts';
import { failuresOf, outcomeOf } from './sr-outcome.ts';
import { srTree } from './sr-tree.ts';
import { dateTime } from './sr-values.ts';

const SR = '1.2.840.10008.5.1.4.1.1.88.';
/** Mammography, chest and colon CAD, and acquisition of implants is none. */
const CAD: ReadonlySet<string> = new Set([`${SR}50`, `${SR}65`, `${SR}69`]);

/** A structured report of any template, ours too; null where the object is none. */
export function readReport(attributes: Attributes): ReportContent | null {
  const sopClass = attributes.uid('sopClass');
  const isReport =
    sopClass?.startsWith(SR) === true || (attributes.text('valueType') === 'CONTAINER' && attributes.has('content'));
  if (!isReport) return null;
  const tree = srTree(attributes);
  const code = codeOf(attributes, 'conceptName');
  const { lines, cut } = srLines(tree);
  const isDetection = sopClass !== null && CAD.has(sopClass);
  const { marks, findings, withheld, cut: cutMarks } = srMarks(tree, isDetection);
  const measurements = readMeasurements(attributes);
  const detection = isDetection
    ? {
        algorithms: algorithmsOf(tree, attributes),
        outcome: outcomeOf(tree),
        failures: failuresOf(tree),
        findings: [...findings],
        withheld,
      }
    : null;
  const draft = programDraft(tree, attributes, detection);
  return {
    kind: 'report',
    title: code?.meaning ?? attributes.line('seriesDescription') ?? 'Document without a title',
    code,
    completion: attributes.text('completion'),
    verification: attributes.text('verification'),
    lines: [...verifiers(attributes), ...lines],
    marks: [...marks],
    detection,
    dose: isDoseReport(sopClass) ? [...srDose(tree)] : [],
    cut: cut || cutMarks,
    ...(draft === null ? {} : { draft }),
    ...(measurements.length === 0 ? {} : { measurements }),
  };
}

function verifiers(attributes: Attributes): ReportContent['lines'] {
  return attributes.items('verifyingObservers').map((item) => {
    const who = displayName(parsePersonName(item.texts('verifyingObserver')[0] ?? ''));
    const parts = [who, item.line('verifyingOrganisation'), dateTime(item.text('verifiedAt'))];
    return { depth: 0, heading: false, name: 'Verified by', text: parts.filter(Boolean).join(' · '), links: [] };
  });
}
