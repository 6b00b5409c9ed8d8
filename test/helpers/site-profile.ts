import { SiteProfile } from '../../shared/model/site-profile.ts';

/** A profile of a site with one hospital that wants a licence, a privilege and a place; nothing more than is overwritten. */
export function sampleProfile(more: Partial<SiteProfile> = {}): SiteProfile {
  return SiteProfile.parse({
    site: { code: 'st-anna', name: 'St. Anna Group', studiesOf: ['St. Anna'], zone: 'Europe/Berlin' },
    serial: 1,
    validFrom: '2026-01-01T00:00:00Z',
    validUntil: '2099-01-01T00:00:00Z',
    revokedSerials: [],
    nextKeys: [],
    managed: ['residency', 'signing'],
    hospitals: [{ code: 'anna', name: 'St. Anna', jurisdiction: 'DE-BY', institutions: [] }],
    sources: [],
    codeMaps: [],
    templates: [],
    protocols: [],
    contacts: [],
    onCall: [],
    serviceLevels: [{ priority: 'STAT', modality: null, from: 'arrival', minutes: 60 }],
    criticalCategories: [],
    residency: { region: 'EU', jurisdictions: ['DE', 'FR'] },
    leaving: { object: 'in-region', report: 'anywhere', package: 'never', sync: 'never' },
    retention: { afterDeliveryDays: 30, events: [] },
    readers: [sampleReader()],
    signing: {
      licence: { accepted: [{ patientIn: 'DE-BY', licences: ['DE'] }], without: 'preliminary' },
      privilege: { without: 'view' },
      places: { final: ['DE'], elsewhere: 'preliminary' },
      payers: [],
      subspecialties: [],
      mammography: null,
    },
    ...more,
  });
}

/** Ada Reader with all that the sample asks for. */
export function sampleReader(more: Partial<SiteProfile['readers'][number]> = {}): SiteProfile['readers'][number] {
  return {
    personId: null,
    name: 'Ada Reader',
    roles: ['reader'],
    credentials: {
      licences: [{ jurisdiction: 'DE', number: 'A-1', from: null, expires: '2098-12-31' }],
      privileges: [{ hospital: 'anna', from: null, expires: null }],
      enrolments: [],
      subspecialties: [],
      mammography: [],
    },
    ...more,
  };
}
