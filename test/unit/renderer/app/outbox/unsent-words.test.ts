import { describe, expect, it } from 'vitest';
import { offersOf, offerWords } from '../../../../../renderer/app/outbox/unsent-words.ts';
import { DestinationSettings } from '../../../../../shared/model/destination.ts';
import type { Destination } from '../../../../../shared/model/destination.ts';
import { DestinationId, ReportId, StudyId } from '../../../../../shared/model/ids.ts';
import type { UnsentReport } from '../../../../../shared/model/outbox.ts';
import { idOf } from '../../../../helpers/report-document.ts';

const report = (name: string, more: Partial<UnsentReport> = {}): UnsentReport => ({
  ...{ reportId: ReportId.parse(idOf(name)), studyId: StudyId.parse(idOf('study')), site: 'St. Anna' },
  ...{ patientName: 'Doe^Jane', accession: null, reportState: 'final', signedAt: '2026', leftAt: null, given: false },
  ...more,
});
const destination = (name: string, site: string): Destination => ({
  ...{ destinationId: DestinationId.parse(idOf(name)), name, site, secrets: [] },
  settings: DestinationSettings.parse({ kind: 'dicom', source: 'PACS' }),
});

describe('what is offered of reports that nobody was sent', () => {
  it('is a count a site, without what somebody left here', () => {
    const reports = [
      report('a'),
      report('b', { given: true }),
      report('c', { leftAt: '2026' }),
      report('d', { site: 'Kessel' }),
      report('e', { site: 'Kessel', given: true }),
    ];
    const offers = offersOf(reports, [destination('RIS', 'st. anna'), destination('Far', 'Elsewhere')]);
    expect(offers.map(({ site, destinations }) => [site, destinations.map(({ name }) => name)])).toEqual([
      ['St. Anna', ['RIS']],
      ['Kessel', []],
    ]);
    expect(offers.map((offer) => offerWords(offer))).toEqual([
      '2 signed reports were never sent to anybody at St. Anna; 1 of them exported to a file or noted as delivered.',
      '1 signed report was never sent to anybody at Kessel: it has no destination. Export it, or have one added.',
    ]);
    expect(offersOf([report('b', { given: true })], [])).toEqual([]);
  });
});
