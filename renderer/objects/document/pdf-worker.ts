import './count-gaps.ts';
import 'pdfjs-dist/legacy/build/pdf.worker.mjs';
