/** Programs that tests talk to or check with, and the Debian package of each. A test may ask for no other. */
export const PEER_PROGRAMS = Object.freeze({
  Orthanc: 'orthanc',
  storescu: 'dcmtk',
  storescp: 'dcmtk',
  dcmqrscp: 'dcmtk',
  dcmdump: 'dcmtk',
  dcmconv: 'dcmtk',
  dcmj2pnm: 'dcmtk',
  dcmcjpeg: 'dcmtk',
  dcmdjpeg: 'dcmtk',
  dcm2pdf: 'dcmtk',
  dcmpschk: 'dcmtk',
  dsrdump: 'dcmtk',
  dciodvfy: 'dicom3tools',
  gdcmconv: 'libgdcm-tools',
  opj_compress: 'libopenjp2-tools',
  opj_decompress: 'libopenjp2-tools',
  ojph_compress: 'openjph-tools',
  ojph_expand: 'openjph-tools',
  pdftotext: 'poppler-utils',
  convert: 'imagemagick',
  import: 'imagemagick',
  xdotool: 'xdotool',
  Xorg: 'xserver-xorg-core',
  xrandr: 'x11-xserver-utils',
  strace: 'strace',
  faketime: 'faketime',
  openssl: 'openssl',
});

/** What the system's Python is asked for, and the package of each. */
export const PEER_MODULES = Object.freeze({ pydicom: 'python3-pydicom', numpy: 'python3-numpy' });

/** A part of Orthanc, and the driver of displays that are not there: no programs. */
const MORE = ['orthanc-dicomweb', 'xserver-xorg-video-dummy'];

/** @type {readonly string[]} */
export const PEER_PACKAGES = Object.freeze([
  ...new Set([...Object.values(PEER_PROGRAMS), ...MORE, ...Object.values(PEER_MODULES)]),
]);
