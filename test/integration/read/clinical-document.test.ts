import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readObject } from '../../../electron/station/dicom/read/read-object.ts';
import { tempDir } from '../../helpers/temp-dir.ts';

const CDA = `<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/><id root="1.2.3"/>
<code code="18748-4" codeSystem="2.16.840.1.113883.6.1" codeSystemName="LOINC" displayName="Diagnostic imaging report"/>
<title>Requisition</title><recordTarget><patientRole><id extension="P1" root="1.2"/><patient><name><given>Jane</given>
<family>Doe</family></name><administrativeGenderCode code="F"/><birthTime value="19700101"/></patient></patientRole></recordTarget>
<component><structuredBody><component><section><title>Question</title><text><list><item>Stone?</item><item>Left flank</item></list>
</text></section></component></structuredBody></component></ClinicalDocument>`;

it("a clinical document in DCMTK's object is read as text", async () => {
  const folder = await tempDir();
  const [xml, file] = [path.join(folder, 'in.xml'), path.join(folder, 'out.dcm')];
  writeFileSync(xml, CDA);
  execFileSync('cda2dcm', [xml, file]);
  const { content } = readObject(readFileSync(file));
  if (content.kind !== 'document') throw new Error(content.kind);
  expect(content.lines?.map(({ name, text }) => name ?? text)).toEqual([
    ...['Requisition', 'Question', 'Stone?', 'Left flank'],
  ]);
});
